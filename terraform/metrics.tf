# Metrics that are made of the log, from its vocabulary. metrics.json is made of shared/domain/log:
# npm run --silent admin -- events --metrics --json > terraform/metrics.json && npm run format
locals {
  vocabulary = jsondecode(file("${path.module}/metrics.json"))

  metrics = { for name, metric in local.vocabulary.metrics : name => merge({ value = null }, metric) }
}

resource "google_logging_metric" "this" {
  for_each = local.metrics

  project         = var.project
  name            = each.key
  description     = each.value.meaning
  filter          = "resource.type=\"cloud_run_revision\" AND ${each.value.filter}"
  value_extractor = each.value.value == null ? null : "EXTRACT(jsonPayload.${each.value.value})"

  label_extractors = { for label in each.value.labels : label => "EXTRACT(jsonPayload.${label})" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = each.value.value == null ? "INT64" : "DISTRIBUTION"
    unit        = each.value.value == null ? "1" : endswith(each.value.value, "Ms") ? "ms" : "1"

    dynamic "labels" {
      for_each = each.value.labels

      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  # From 1 to two and a half days in milliseconds, each bound 1.4 times the one before.
  dynamic "bucket_options" {
    for_each = each.value.value == null ? [] : ["exponential"]

    content {
      exponential_buckets {
        scale              = 1
        growth_factor      = 1.4
        num_finite_buckets = 57
      }
    }
  }

  depends_on = [google_project_service.this]
}
