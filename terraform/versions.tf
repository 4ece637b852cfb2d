# Names that both 6.50 and 7 of the providers know; the lock file of the first `terraform init` belongs into the repository.
terraform {
  required_version = ">= 1.9"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.50.0, < 8.0.0"
    }
    google-beta = {
      source  = "hashicorp/google-beta"
      version = ">= 6.50.0, < 8.0.0"
    }
  }

  # The bucket is given to `terraform init`, one for each environment: see README.md.
  backend "gcs" {
    prefix = "native-gmail-sync"
  }
}

# Firebase and budgets want to know whose quota a call uses.
provider "google" {
  project               = var.project
  region                = var.region
  billing_project       = var.project
  user_project_override = true
}

provider "google-beta" {
  project               = var.project
  region                = var.region
  billing_project       = var.project
  user_project_override = true
}

data "google_project" "this" {
  project_id = var.project
}
