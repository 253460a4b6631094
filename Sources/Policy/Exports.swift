// Policies give checks in the terms of verification. Exporting them makes `import DailiesPolicy`
// enough for whoever uses it.
@_exported public import DailiesVerification
