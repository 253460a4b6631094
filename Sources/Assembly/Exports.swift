// So are the terms for how a film came into being.
@_exported public import DailiesDisclosure
// Durations, time ranges and frame rates are part of this module's API. Exporting them makes
// `import DailiesAssembly` enough for whoever uses it.
@_exported public import DailiesMediaTime
