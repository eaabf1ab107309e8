"""What makes two failures the same: text → what stays of it from run to run, and groups of that."""
