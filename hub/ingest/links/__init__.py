"""Link health: every link checked again and again, its state kept with cause, date and history."""
