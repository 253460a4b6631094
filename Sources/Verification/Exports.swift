// So are the marks of AI-made files.
@_exported public import DailiesDisclosure
// Durations, time ranges and frame rates are part of this module's API. Exporting them makes
// `import DailiesVerification` enough for whoever uses it.
@_exported public import DailiesMediaTime
