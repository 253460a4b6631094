/// A module of the stranger's own that happens to be called like one of our folders.
public let title = "consumer"
