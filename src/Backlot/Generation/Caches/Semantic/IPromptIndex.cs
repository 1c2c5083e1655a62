namespace Backlot.Generation.Caches.Semantic;

/// <summary>Finds the entries whose vectors lie nearest: pgvector in the database, or Pinecone. Rows are in the database in any case.</summary>
internal interface IPromptIndex
{
    /// <summary>How many are looked at: the nearest may be one that means something else, and the next one be right.</summary>
    const int Looked = 5;

    /// <summary>Whether it can be used at all.</summary>
    ValueTask<bool> IsOnAsync(CancellationToken ct);

    /// <summary>Where vectors are kept by another machine, this one is put there now: before the transaction that keeps its row. One whose row never
    /// comes is deleted when it is met.</summary>
    /// <returns>The id of the row to be.</returns>
    Task<Guid> PlaceAsync(Guid userId, CacheKeys keys, PromptVector vector, CancellationToken ct);

    /// <summary>Replaces the entry of the same key; in the caller's transaction.</summary>
    Task KeepAsync(SemanticEntry entry, float[] vector, CancellationToken ct);

    /// <returns>Nearest first; only unexpired ones of this owner, these parameters and this maker.</returns>
    Task<IReadOnlyList<NearPrompt>> NearestAsync(Guid userId, Guid parametersHash, string embeddedBy, float[] vector, CancellationToken ct);
}
