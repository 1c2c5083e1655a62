namespace Backlot.Platform.Http;

/// <summary>What a token is good for. They do not include one another, but <see cref="All"/> includes every one.</summary>
public static class Scopes
{
    /// <summary>To see: every GET.</summary>
    public const string Read = "read";

    /// <summary>To change what is there: every other method, but for what another scope is named at.</summary>
    public const string Write = "write";

    /// <summary>To order what is generated, and so spend.</summary>
    public const string Generate = "generate";

    /// <summary>To do what only admins may; of no use to others.</summary>
    public const string Admin = "admin";

    /// <summary>Whatever its user may.</summary>
    public const string All = "*";

    public static readonly IReadOnlyList<string> Known = [Read, Write, Generate, Admin, All];

    public static bool Cover(IReadOnlyList<string> held, string wanted) => held.Contains(wanted) || held.Contains(All);
}

/// <summary>What an endpoint says of who may use it; without a word it is <c>read</c> for GET and <c>write</c> else.</summary>
public static class EndpointAccess
{
    /// <summary>The token must have this scope.</summary>
    public static T NeedsScope<T>(this T endpoint, string scope) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new NeededScope(scope));

    /// <summary>For admins only, signed in by a session or a token with the scope <c>admin</c>.</summary>
    public static T ForAdmins<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new AdminsOnly());

    /// <summary>Open to whoever is signed in, whatever their token is good for.</summary>
    public static T NeedsNoScope<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new NeededScope(null));

    /// <summary>Its answer goes on for as long as the caller stays: it ends when what signed the caller in does, and no
    /// other site's page may open it.</summary>
    public static T StaysOpen<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new LongAnswer());

    /// <returns>Null when none is needed.</returns>
    internal static string? ScopeOf(Endpoint endpoint, string method) =>
        endpoint.Metadata.GetMetadata<AdminsOnly>() is not null ? Scopes.Admin
        : endpoint.Metadata.GetMetadata<NeededScope>() is { } needed ? needed.Scope
        : IsSafe(method) ? Scopes.Read : Scopes.Write;

    /// <summary>RFC 9110, 9.2.1: asks for nothing to be changed.</summary>
    internal static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    internal sealed record NeededScope(string? Scope);

    internal sealed record AdminsOnly;

    internal sealed record LongAnswer;
}
