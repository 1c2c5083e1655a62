using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Backlot.Platform.Secrets;

/// <summary>Secrets at rest: the root key and what is derived from it.</summary>
public static class SecretsModule
{
    public static IServiceCollection AddSecrets(this IServiceCollection services, RootKey root)
    {
        services.AddSingleton(root).AddSingleton<KeyRing>().AddSingleton<DataProtectionKeys>().AddSingleton<RootKeyXmlEncryptor>();
        services.AddDataProtection().SetApplicationName("Backlot");
        services.AddOptions<KeyManagementOptions>().Configure<DataProtectionKeys, RootKeyXmlEncryptor>((options, keys, encryptor) =>
        {
            options.XmlRepository = keys;
            options.XmlEncryptor = encryptor;
        });
        return services;
    }

    /// <summary>Makes the first key at the first start; before anything is protected by it.</summary>
    public static Task EnsureKeysAsync(this IServiceProvider services, CancellationToken ct) =>
        services.GetRequiredService<KeyRing>().EnsureAsync(ct);
}
