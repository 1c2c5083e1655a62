namespace Backlot.Platform.Http.OpenApi;

/// <summary>Endpoint metadata: the answers of these statuses are bytes, of whatever media type the asset is.</summary>
public sealed class ApiBytes(params int[] statuses)
{
    public const string AnyType = "*/*";

    public IReadOnlyList<int> Statuses { get; } = statuses;
}
