using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Versions;
using Backlot.Platform.Http.RateLimits;
using Microsoft.AspNetCore.OpenApi;

namespace Backlot.Platform.Http;

/// <summary>What holds for every request, whatever it asks for.</summary>
internal static class RequestContract
{
    public static IServiceCollection AddRequestContract(this IServiceCollection services) => services
        .AddHostedService<RequestSweep>()
        .AddSingleton<VersionedReaders>()
        .AddSingleton<SignedCursors>()
        .AddSingleton<RateCounter>()
        .AddSingleton<RateLimiter>()
        .AddSingleton<SignInLimit>()
        .Configure<OpenApiOptions>("v1", options => options.AddOperationTransformer<KeyParameter>().AddOperationTransformer<VersionParameters>());
}
