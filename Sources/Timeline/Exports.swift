// Times, ranges and rates are part of this module's API. Exporting them makes
// `import DailiesTimeline` enough for whoever uses it.
@_exported public import DailiesMediaTime
