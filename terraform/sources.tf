# What `npm run build` makes, one archive a function; a new content is a new object, and so a new revision.
resource "google_storage_bucket" "sources" {
  project                     = var.project
  name                        = "${var.project}-function-sources"
  location                    = var.region
  labels                      = local.labels
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  depends_on = [google_project_service.this]
}

resource "google_storage_bucket_object" "source" {
  for_each = local.functions

  bucket = google_storage_bucket.sources.name
  name   = "${each.key}/${filesha256("${path.module}/../dist/${each.key}.zip")}.zip"
  source = "${path.module}/../dist/${each.key}.zip"

  # The function is built from the new one before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}
