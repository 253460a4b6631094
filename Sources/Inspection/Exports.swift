// Inspections are expressed in the terms of verification. Exporting them makes
// `import DailiesInspection` enough for whoever uses it.
@_exported public import DailiesMediaTime
@_exported public import DailiesVerification
