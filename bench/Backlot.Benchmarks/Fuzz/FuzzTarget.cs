namespace Backlot.Benchmarks.Fuzz;

/// <summary>A server to be tried, and who may sign in there.</summary>
/// <param name="Server">Its address.</param>
/// <param name="Owner">An admin's token.</param>
/// <param name="Other">The token of a member, to whom nothing of the owner's belongs.</param>
/// <param name="Blobs">SHA-256 of assets, each with whose it is.</param>
/// <param name="TakeErrors">What the server has logged as errors since it was asked last.</param>
internal sealed record FuzzTarget(Uri Server, string Owner, string Other, IReadOnlyList<(Sender Whose, string Sha256)> Blobs,
    Func<IReadOnlyList<string>> TakeErrors);
