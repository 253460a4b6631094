// Durations, time ranges and frame rates are part of this module's API. Exporting them makes
// `import DailiesAssembly` enough for whoever uses it.
@_exported public import DailiesMediaTime
