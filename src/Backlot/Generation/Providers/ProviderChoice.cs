namespace Backlot.Generation.Providers;

/// <summary>Who is to make something.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Model">One of its models; null for its first that is alive, and for those that have none.</param>
public sealed record ProviderChoice(string Provider, string? Model = null)
{
    /// <summary>Reads <c>runway</c> or <c>runway/gen4.5</c>.</summary>
    public static ProviderChoice Parse(string text) => text.Split('/', 2) is [var provider, var model] ? new(provider, model) : new(text);

    public override string ToString() => Model is null ? Provider : $"{Provider}/{Model}";
}
