using System.Text.Json;

namespace Backlot.Generation.Providers;

/// <summary>What one provider's API has of its own.</summary>
/// <param name="KeyName">Whose key signs its calls, and at whose address it is called.</param>
internal sealed record ProviderApi(string KeyName)
{
    /// <summary>What an answer means that is told apart by more than its status: asked first, for good answers as well. Null leaves it
    /// to the status.</summary>
    public Func<int, JsonElement, FailureClass?> Classify { get; init; } = (_, _) => null;

    /// <summary>Whether its documentation says that a request which a gateway gave up on (408, 504) was not taken. Default false: it may
    /// have been.</summary>
    public bool GatewayTimeoutsAreSafe { get; init; }
}

/// <summary>One request to a provider.</summary>
/// <param name="Path">Behind the provider's address.</param>
internal sealed record ProviderRequest(HttpMethod Method, string Path)
{
    /// <summary>Makes the body; null for none.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>The provider takes money for it: an answer that is lost is <see cref="FailureClass.Unknown"/>.</summary>
    public bool IsPaid { get; init; }

    /// <summary>How long it may take; null for <see cref="ProviderLimits.DeadlineSeconds"/>.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Fields whose base64 text is taken out of the answer while it comes, so that 40 MB of it never are in memory.</summary>
    public IReadOnlyList<string> Base64Fields { get; init; } = [];

    /// <summary>What is taken out is decoded into files whose names begin so; null: it is dropped.</summary>
    public string? FilesAt { get; init; }
}

/// <summary>A good answer.</summary>
/// <param name="Json">An object; a text that was taken out is the path of its file, or empty where it was dropped.</param>
/// <param name="AskAfter">When the provider wants to be asked again; null when it does not say.</param>
internal sealed record ProviderReply(JsonElement Json, TimeSpan? AskAfter);

/// <summary>How long a provider may take over one request. Default: two minutes, and five for an answer that holds what was made.</summary>
internal sealed record ProviderLimits(double DeadlineSeconds = 120);
