namespace Backlot.Library.Analyses;

/// <summary>What came of asking a provider.</summary>
/// <param name="Result">Serializes to the JSON that is kept.</param>
/// <param name="Tokens">Null when the provider counts minutes instead.</param>
/// <param name="CostUsd">0 when an earlier analysis paid for it.</param>
internal sealed record Findings(object Result, int? Tokens, decimal CostUsd);
