# The database, and what belongs to it; the same two files serve the emulator.
locals {
  specs = jsondecode(file("${path.module}/firestore.indexes.json"))

  indexes = {
    for index in local.specs.indexes :
    "${index.collectionGroup}: ${join(", ", [for field in index.fields : "${field.fieldPath} ${lookup(field, "order", lookup(field, "arrayConfig", ""))}"])}" => index
  }

  fields = { for field in local.specs.fieldOverrides : "${field.collectionGroup}.${field.fieldPath}" => field }
}

resource "google_firestore_database" "this" {
  project                           = var.project
  name                              = "(default)"
  location_id                       = var.firestore_location
  type                              = "FIRESTORE_NATIVE"
  delete_protection_state           = "DELETE_PROTECTION_ENABLED"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  deletion_policy                   = "ABANDON"

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service.this]
}

# Against what is noticed after the seven days of point-in-time recovery.
resource "google_firestore_backup_schedule" "daily" {
  project   = var.project
  database  = google_firestore_database.this.name
  retention = "${var.backup_days * 86400}s"

  daily_recurrence {}
}

resource "google_firestore_index" "this" {
  for_each = local.indexes

  project     = var.project
  database    = google_firestore_database.this.name
  collection  = each.value.collectionGroup
  query_scope = each.value.queryScope

  dynamic "fields" {
    for_each = each.value.fields

    content {
      field_path   = fields.value.fieldPath
      order        = lookup(fields.value, "order", null)
      array_config = lookup(fields.value, "arrayConfig", null)
    }
  }
}

# What expires, and what nobody asks for by query: no index of it is kept.
resource "google_firestore_field" "this" {
  for_each = local.fields

  project    = var.project
  database   = google_firestore_database.this.name
  collection = each.value.collectionGroup
  field      = each.value.fieldPath

  index_config {}

  dynamic "ttl_config" {
    for_each = lookup(each.value, "ttl", false) ? ["on"] : []

    content {}
  }
}

resource "google_firebaserules_ruleset" "firestore" {
  project = var.project

  source {
    files {
      name    = "firestore.rules"
      content = file("${path.module}/firestore.rules")
    }
  }

  # A release names its ruleset: the new one is there before the old one goes.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [google_firestore_database.this, google_firebase_project.this]
}

resource "google_firebaserules_release" "firestore" {
  project      = var.project
  name         = "cloud.firestore"
  ruleset_name = google_firebaserules_ruleset.firestore.name
}
