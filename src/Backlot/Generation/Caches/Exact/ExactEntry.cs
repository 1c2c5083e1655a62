namespace Backlot.Generation.Caches.Exact;

/// <summary>What the exact level keeps of a generation.</summary>
/// <param name="Prompt">As it was written.</param>
/// <param name="CostUsd">What was paid for it.</param>
internal sealed record ExactEntry(Guid AssetId, string Prompt, decimal CostUsd);
