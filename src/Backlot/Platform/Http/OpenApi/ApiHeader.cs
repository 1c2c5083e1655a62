namespace Backlot.Platform.Http.OpenApi;

/// <summary>Endpoint metadata: a header that requests may carry, beside those that handlers take as parameters.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Description">What it does.</param>
/// <param name="Longest">Characters.</param>
/// <param name="Example">One that is good.</param>
/// <param name="IsRequired">Whether the request is refused without it.</param>
public sealed record ApiRequestHeader(string Name, string Description, int Longest, string Example, bool IsRequired = false);

/// <summary>Endpoint metadata: a header of an answer.</summary>
/// <param name="Statuses">The answers that carry it, by their status.</param>
/// <param name="Name">As it is written.</param>
/// <param name="Description">What it says.</param>
/// <param name="Example">One that is good.</param>
public sealed record ApiResponseHeader(int[] Statuses, string Name, string Description, string Example)
{
    /// <summary>Whether each of those answers has it.</summary>
    public bool IsAlwaysThere { get; init; }
}

/// <summary>How an endpoint says them in its route line.</summary>
public static class ApiHeaders
{
    public static T TakesHeader<T>(this T endpoint, ApiRequestHeader header) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(header);

    public static T AnswersHeader<T>(this T endpoint, ApiResponseHeader header) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(header);
}
