# Every alert of shared/domain/log/alerts.ts, as PromQL. Each links to what to do.
locals {
  # The series of an alert, and which of them count.
  series = {
    for name, alert in local.vocabulary.alerts : name => {
      metric = (
        can(alert.on.metric)
        ? "logging_googleapis_com:user_${alert.on.metric}"
        : "${replace(split("/", alert.on.platform)[0], ".", "_")}:${join("_", slice(split("/", alert.on.platform), 1, length(split("/", alert.on.platform))))}"
      )
      where = join(",", concat(
        ["monitored_resource=\"${can(alert.on.metric) ? "cloud_run_revision" : "pubsub_subscription"}\""],
        [for label, value in try(alert.on.label, {}) : "${label}=\"${value}\""],
      ))
      over = "[${alert.condition.minutes}m]"
    }
  }

  # What is reckoned with Gmail's usual quota for a project goes by the one that it has.
  above = {
    for name, alert in local.vocabulary.alerts : name =>
    name == "quotaUsed" ? alert.condition.above * var.gmail_project_units_per_minute / 1200000 : try(alert.condition.above, 0)
  }

  # "absent" also holds where a series has never been: a poll that never came.
  queries = {
    for name, alert in local.vocabulary.alerts : name => (
      alert.condition.kind == "count" ? "sum(increase(${local.series[name].metric}{${local.series[name].where}}${local.series[name].over})) > ${local.above[name]}" :
      alert.condition.kind == "sum" ? "sum(increase(${local.series[name].metric}_sum{${local.series[name].where}}${local.series[name].over})) > ${local.above[name]}" :
      alert.condition.kind == "p95" ? "histogram_quantile(0.95, sum by (le) (increase(${local.series[name].metric}_bucket{${local.series[name].where}}${local.series[name].over}))) > ${local.above[name]}" :
      alert.condition.kind == "absent" ? "(sum(increase(${local.series[name].metric}{${local.series[name].where}}${local.series[name].over})) or vector(0)) < 1" :
      null
    )
  }
}

resource "google_monitoring_notification_channel" "email" {
  for_each = toset(var.alert_emails)

  project      = var.project
  display_name = each.key
  type         = "email"
  labels       = { email_address = each.key }

  depends_on = [google_project_service.this]
}

resource "google_monitoring_alert_policy" "this" {
  for_each = local.vocabulary.alerts

  project               = var.project
  display_name          = "${var.environment}: ${each.key}"
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]
  user_labels           = local.labels

  conditions {
    display_name = each.value.meaning

    condition_prometheus_query_language {
      query               = local.queries[each.key]
      duration            = "0s"
      evaluation_interval = "60s"
    }
  }

  documentation {
    subject   = "${var.environment}: ${each.value.meaning}"
    content   = "${each.value.meaning} What to do: ${var.runbook_url}#${each.value.runbook}"
    mime_type = "text/markdown"

    links {
      display_name = "Runbook"
      url          = "${var.runbook_url}#${each.value.runbook}"
    }
  }

  alert_strategy {
    auto_close = "86400s"
  }

  # A query may name only metrics that exist.
  depends_on = [google_logging_metric.this]
}
