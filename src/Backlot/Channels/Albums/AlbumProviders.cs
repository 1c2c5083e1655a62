using Backlot.Channels.Prompts;
using Backlot.Generation;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Platform;
using Backlot.Platform.Http.Limits;

namespace Backlot.Channels.Albums;

/// <summary>Who can be asked for an album's tracks, pictures and prompts.</summary>
internal sealed class AlbumProviders(AllProviders all, ProviderCatalog catalog, KeyVault vault)
{
    /// <summary>The one that is built in; it is asked only where it is named.</summary>
    public const string BuiltIn = "dummy";

    /// <summary>Checks lists of names; null for one that is not given.</summary>
    /// <exception cref="Refusal">422: names the fields.</exception>
    public void Check(IReadOnlyList<string>? musicProviders, IReadOnlyList<string>? imageProviders, IReadOnlyList<string>? promptWriters)
    {
        var check = new FieldChecks();
        Check<MusicOrder>(check, "musicProviders", musicProviders);
        Check<ImageOrder>(check, "imageProviders", imageProviders);
        foreach (var (i, writer) in (promptWriters ?? []).Index())
            check.Require(PromptWriting.IsBuiltIn(writer) || PromptWriting.Models.Contains(writer), $"promptWriters/{i}",
                $"'{writer}' is not known; choose {string.Join(" or ", PromptWriting.Models.Append(PromptWriting.BuiltIn))}.");
        check.Throw();
    }

    /// <param name="field">Of a list, or of a single name.</param>
    public void Check<TOrder>(FieldChecks check, string field, IReadOnlyList<string>? names, bool isSingle = false) where TOrder : IOrder
    {
        foreach (var (i, name) in (names ?? []).Index())
            if (Fault<TOrder>(name) is { } fault)
                check.Require(false, isSingle ? field : $"{field}/{i}", fault);
    }

    /// <summary>Checks prompts against what the models take.</summary>
    /// <param name="names">That <see cref="Check{TOrder}"/> found good.</param>
    public void CheckPrompts<TOrder>(FieldChecks check, string field, IReadOnlyList<string>? prompts, IReadOnlyList<string> names) where TOrder : IOrder
    {
        foreach (var (i, prompt) in (prompts ?? []).Index())
            CheckPrompt<TOrder>(check, $"{field}/{i}", prompt, names);
    }

    /// <inheritdoc cref="CheckPrompts"/>
    public void CheckPrompt<TOrder>(FieldChecks check, string field, string prompt, IReadOnlyList<string> names) where TOrder : IOrder
    {
        foreach (var choice in names.Select(ProviderChoice.Parse).Where(choice => !IsBuiltIn<TOrder>(choice.Provider)))
            if (catalog.Demand(choice, TOrder.Kind) is var model && prompt.Length > model.PromptCharacters)
                check.Require(false, field, $"{model} takes at most {model.PromptCharacters} characters, and this prompt has {prompt.Length}.");
    }

    /// <exception cref="Refusal">409: there is no key for one of them, or it is switched off.</exception>
    public async Task DemandKeysAsync(Guid userId, IEnumerable<string> names, CancellationToken ct)
    {
        foreach (var provider in names.Select(name => ProviderChoice.Parse(name).Provider).Where(p => !PromptWriting.IsBuiltIn(p) && !IsHere(p)).Distinct())
            await vault.DemandAsync(userId, all.Remotes.FirstOrDefault(remote => remote.Name == provider)?.KeyName ?? provider, ct);
    }

    private string? Fault<TOrder>(string name) where TOrder : IOrder
    {
        var choice = ProviderChoice.Parse(name);
        var known = Names<TOrder>();
        if (!known.Contains(choice.Provider))
            return $"'{choice.Provider}' is not known; choose {string.Join(" or ", known)}.";
        if (IsBuiltIn<TOrder>(choice.Provider))
            return choice.Model is null ? null : $"{choice.Provider} has no models to choose from; write {choice.Provider} alone.";
        try
        {
            catalog.Demand(choice, TOrder.Kind);
            return null;
        }
        catch (Refusal refused)
        {
            return refused.Message;
        }
    }

    private bool IsHere(string provider) => IsBuiltIn<MusicOrder>(provider) || IsBuiltIn<ImageOrder>(provider);

    private bool IsBuiltIn<TOrder>(string name) where TOrder : IOrder => all.Maker<TOrder>(name) is not null;

    private List<string> Names<TOrder>() where TOrder : IOrder =>
        [.. all.Makers<TOrder>().Select(maker => maker.Name), .. all.Remotes.Where(remote => remote.Kind == TOrder.Kind).Select(remote => remote.Name)];
}
