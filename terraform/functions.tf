# Every function, what it is for, how large it is, and what it touches. The needs are those of functions/needs.ts; what
# each of them brings is in environment.tf and roles.tf. Sizes, for all alike: a whole CPU, without which an instance
# answers one call at a time; 512Mi, of which about 90 are in use before the first call; where mails are read, a GiB or
# two; as many calls at once as that leaves room for.
locals {
  functions = {
    # Events come by subscriptions.tf. 540 s, because Pub/Sub delivers again after 600; a run ends itself after 420.
    # Forty at once, of which twenty run (MAX_CONCURRENT_SYNCS) and the others only tell a run how far to go.
    gmailPush = { kind = "event", memory = "1Gi", cpu = "1", concurrency = 40, timeout = 540, needs = ["gmail", "jobs", "outbox", "places"] }
    # First syncs and audits hold 50 mails at a time each; ten of them beside ten deltas.
    syncWorker = { kind = "event", memory = "2Gi", cpu = "1", concurrency = 20, timeout = 540, needs = ["gmail", "ghl", "jobs", "outbox", "watch", "limits", "places"] }
    # A location at a time each, a few contacts side by side: mostly waits for GHL, and holds a mail for each contact.
    ghlRelay = { kind = "event", memory = "512Mi", cpu = "1", concurrency = 20, timeout = 540, needs = ["ghl", "outbox"] }

    # Browsers come back from a consent page: seldom, short, and each one matters.
    oauthCallback = { kind = "http", memory = "512Mi", cpu = "1", concurrency = 20, timeout = 60, needs = ["gmail", "jobs", "app"] }
    ghlCallback   = { kind = "http", memory = "512Mi", cpu = "1", concurrency = 20, timeout = 60, needs = ["ghl", "outbox", "app"] }
    # Half a megabyte each at most; GHL sends again what is not answered.
    ghlWebhook = { kind = "http", memory = "512Mi", cpu = "1", concurrency = 40, timeout = 60, needs = ["jobs", "webhook"] }

    # Goes round all mailboxes, a page of 200 at a time, and ends itself after 25 minutes; Scheduler waits for 30. One call
    # does it; others, of Scheduler's or of people, only learn that it is under way.
    pollMailboxes = { kind = "scheduled", memory = "512Mi", cpu = "1", concurrency = 4, timeout = 1800, needs = ["schedule", "jobs", "outbox", "watch", "quota"] }
    renewWatches  = { kind = "scheduled", memory = "512Mi", cpu = "1", concurrency = 4, timeout = 1800, needs = ["schedule", "jobs", "watch", "quota"] }
    # Only queues; the audits themselves are jobs.
    auditMailboxes = { kind = "scheduled", memory = "512Mi", cpu = "1", concurrency = 4, timeout = 1800, needs = ["schedule", "jobs"] }

    # What agents call. Most wait for Firestore, forty at once; what opens a mailbox holds mails, and has a GiB or half as
    # many calls; one that syncs does so for half a minute at most.
    connectGmail         = { kind = "callable", memory = "512Mi", cpu = "1", concurrency = 40, timeout = 60, needs = ["agents", "app", "redirect"] }
    disconnectGmail      = { kind = "callable", memory = "512Mi", cpu = "1", concurrency = 40, timeout = 60, needs = ["agents", "jobs"] }
    getSyncStatus        = { kind = "callable", memory = "512Mi", cpu = "1", concurrency = 40, timeout = 60, needs = ["agents"] }
    syncNow              = { kind = "callable", memory = "1Gi", cpu = "1", concurrency = 20, timeout = 120, needs = ["agents", "gmail", "jobs", "outbox"] }
    saveContact          = { kind = "callable", memory = "512Mi", cpu = "1", concurrency = 40, timeout = 60, needs = ["agents", "jobs"] }
    fetchContactHistory  = { kind = "callable", memory = "512Mi", cpu = "1", concurrency = 40, timeout = 60, needs = ["agents", "jobs"] }
    explainMessage       = { kind = "callable", memory = "512Mi", cpu = "1", concurrency = 20, timeout = 60, needs = ["agents", "gmail"] }
    markConversationRead = { kind = "callable", memory = "1Gi", cpu = "1", concurrency = 20, timeout = 120, needs = ["agents", "gmail", "jobs", "outbox"] }
    saveLocation         = { kind = "callable", memory = "512Mi", cpu = "1", concurrency = 40, timeout = 60, needs = ["agents"] }
    linkGhl              = { kind = "callable", memory = "512Mi", cpu = "1", concurrency = 20, timeout = 60, needs = ["agents", "ghl", "outbox", "app", "redirect"] }
    unlinkGhl            = { kind = "callable", memory = "512Mi", cpu = "1", concurrency = 40, timeout = 60, needs = ["agents"] }
    retryOutbox          = { kind = "callable", memory = "512Mi", cpu = "1", concurrency = 20, timeout = 120, needs = ["agents", "outbox"] }
    # 25 MB of attachments are about 130 MB a call while they are put together or taken apart.
    sendMessage   = { kind = "callable", memory = "1Gi", cpu = "1", concurrency = 4, timeout = 180, needs = ["agents", "gmail", "jobs", "outbox"] }
    getAttachment = { kind = "callable", memory = "1Gi", cpu = "1", concurrency = 4, timeout = 180, needs = ["agents", "gmail"] }
  }

  # A mail comes at any time and is to be seen within two seconds: one instance waits for it. Whoever else is waited for can
  # wait a second more, and an instance that waits costs $11 a month.
  warm = { gmailPush = var.warm_instances }
}

resource "google_cloudfunctions2_function" "this" {
  for_each = local.functions

  project     = var.project
  location    = var.region
  name        = each.key
  description = "Native Gmail Sync: ${each.value.kind}"
  labels      = local.labels

  build_config {
    runtime         = "nodejs24"
    entry_point     = each.key
    service_account = google_service_account.builder.id

    source {
      storage_source {
        bucket = google_storage_bucket.sources.name
        object = google_storage_bucket_object.source[each.key].name
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.function[each.key].email
    available_memory                 = each.value.memory
    available_cpu                    = each.value.cpu
    max_instance_request_concurrency = each.value.concurrency
    timeout_seconds                  = each.value.timeout
    min_instance_count               = lookup(local.warm, each.key, 0)
    max_instance_count               = each.value.kind == "scheduled" ? 2 : var.max_instances # one is at it, one answers others
    ingress_settings                 = "ALLOW_ALL"                                            # invokers.tf says who is let in
    all_traffic_on_latest_revision   = true

    environment_variables = { for name, value in local.environments[each.key] : name => value if value != "" }

    dynamic "secret_environment_variables" {
      for_each = local.mounted[each.key]

      content {
        key        = secret_environment_variables.key
        project_id = var.project
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }
  }

  # An instance that may not read its secrets does not start.
  depends_on = [
    google_project_iam_member.builder,
    google_project_iam_member.function,
    google_project_service.this,
    google_secret_manager_secret_iam_member.function,
  ]
}
