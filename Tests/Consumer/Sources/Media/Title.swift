/// A module with the name of one of our folders.
public let title = "consumer"
