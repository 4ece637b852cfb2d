# One chart for every metric of the vocabulary, two a row: counts by their labels, distributions by their 95th percentile.
locals {
  charts = [
    for name, metric in local.metrics : {
      title = metric.meaning
      query = (
        metric.value == null
        ? "sum by (${join(", ", metric.labels)}) (increase(logging_googleapis_com:user_${name}{monitored_resource=\"cloud_run_revision\"}[5m]))"
        : "histogram_quantile(0.95, sum by (${join(", ", concat(["le"], metric.labels))}) (increase(logging_googleapis_com:user_${name}_bucket{monitored_resource=\"cloud_run_revision\"}[5m])))"
      )
    }
  ]
}

resource "google_monitoring_dashboard" "this" {
  project = var.project

  dashboard_json = jsonencode({
    displayName = "Native Gmail Sync, ${var.environment}"
    mosaicLayout = {
      columns = 12
      tiles = [
        for index, chart in local.charts : {
          xPos   = index % 2 * 6
          yPos   = floor(index / 2) * 4
          width  = 6
          height = 4
          widget = {
            title = chart.title
            xyChart = {
              dataSets = [{ plotType = "LINE", timeSeriesQuery = { prometheusQuery = chart.query } }]
            }
          }
        }
      ]
    }
  })

  depends_on = [google_logging_metric.this]
}
