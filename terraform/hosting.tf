# Where the app is. What the site serves, files, headers and the addresses of functions, is in firebase.json: only
# `firebase deploy` uploads files, and a release of Hosting is whole, so Terraform leaves all of it to that.
resource "google_firebase_hosting_site" "this" {
  provider = google-beta

  project = var.project
  site_id = local.site
  app_id  = google_firebase_web_app.this.app_id

  depends_on = [google_firebase_project.this]
}

# Its configuration is what the site tells browsers at /__/firebase/init.json.
resource "google_firebase_web_app" "this" {
  provider = google-beta

  project      = var.project
  display_name = "Inbox"

  depends_on = [google_firebase_project.this]
}
