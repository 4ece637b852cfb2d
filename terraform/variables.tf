variable "project" {
  type        = string
  description = "Id of the Google Cloud project: console, top left, or gcloud projects list."
}

variable "environment" {
  type        = string
  description = "Which one this is: a label, and the first word of every alert."
  default     = "production"

  validation {
    condition     = contains(["production", "staging"], var.environment)
    error_message = "Either production or staging."
  }
}

variable "region" {
  type        = string
  description = "Where functions, Scheduler's jobs and their sources are; near the database."
  default     = "europe-west1"
}

variable "firestore_location" {
  type        = string
  description = "Where the mail is kept: eur3, nam5 or a region. It can never be changed."
  default     = "eur3"
}

variable "google_client_id" {
  type        = string
  description = "Of the OAuth client: console > APIs & Services > Credentials. Its secret goes into Secret Manager."

  validation {
    condition     = endswith(var.google_client_id, ".apps.googleusercontent.com")
    error_message = "The id of an OAuth client ends with .apps.googleusercontent.com."
  }
}

variable "app_base_url" {
  type        = string
  description = "Origin under which /api/google/callback is reached; empty: that of Firebase Hosting."
  default     = ""
}

variable "next_public_app_url" {
  type        = string
  description = "Origin of the app to which an agent returns from Google, where it is the CRM's own; empty: the inbox of Hosting."
  default     = ""
}

variable "allowed_origins" {
  type        = list(string)
  description = "Further origins that may be those of the redirect."
  default     = []
}

variable "sign_in_domains" {
  type        = list(string)
  description = "Further domains on which agents sign in with Firebase Authentication: those of the CRM's own app."
  default     = ["localhost"]
}

variable "hosting_site" {
  type        = string
  description = "Name of the Firebase Hosting site, free in the whole world; empty: the project's id."
  default     = ""
}

variable "enforce_app_check" {
  type        = bool
  description = "Whether callables take only calls of apps that Firebase App Check vouches for."
  default     = false
}

variable "ghl_client_id" {
  type        = string
  description = "Of the app at GHL's marketplace; empty: locations are linked by Private Integration Tokens alone."
  default     = ""
}

variable "ghl_webhook_public_key" {
  type        = string
  description = "The key that GHL signs webhooks with, where it is another one than the engine knows."
  default     = ""
}

variable "gmail_mailbox_units_per_minute" {
  type        = number
  description = "Granted to a mailbox: console > APIs & Services > Gmail API > Quotas."
  default     = 6000
}

variable "gmail_project_units_per_minute" {
  type        = number
  description = "Granted to the project, on the same page."
  default     = 1200000
}

variable "initial_sync_limit" {
  type        = number
  description = "How many mails the first sync of a mailbox stores."
  default     = 50
}

variable "history_fetch_limit" {
  type        = number
  description = "How many mails of a contact a search for older mail stores from a mailbox."
  default     = 100
}

variable "warm_instances" {
  type        = number
  description = "Instances of gmailPush that wait for mail: without one, the first mail in a while starts it (about a second)."
  default     = 1
}

variable "max_instances" {
  type        = number
  description = "Of each function but the scheduled ones, and so what a flood can cost; events that they do not reach wait in Pub/Sub."
  default     = 20
}

variable "operators" {
  type        = list(string)
  description = "Who may use npm run admin and call the scheduled functions by hand, such as group:operations@example.com."
  default     = []
}

variable "rotators" {
  type        = list(string)
  description = "Who may write versions of the keyring, for as long as they rotate keys."
  default     = []
}

variable "alert_emails" {
  type        = list(string)
  description = "Who is told of alerts."
}

variable "runbook_url" {
  type        = string
  description = "Where docs/runbook.md is read; alerts link to its sections."

  validation {
    condition     = startswith(var.runbook_url, "https://")
    error_message = "An address such as https://github.com/you/native-gmail-sync/blob/main/docs/runbook.md."
  }
}

variable "backup_days" {
  type        = number
  description = "How long a daily backup of the database is kept; keys that seal one must be kept as long."
  default     = 14
}

variable "billing_account" {
  type        = string
  description = "Billing > Account management: for a budget. Empty: none."
  default     = ""
}

variable "budget_units" {
  type        = number
  description = "A month's budget, in the currency of the billing account."
  default     = 100
}
