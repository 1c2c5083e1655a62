using Backlot.Platform.Http.Idempotency;
using Microsoft.AspNetCore.OpenApi;

namespace Backlot.Platform.Http;

/// <summary>What holds for every request, whatever it asks for.</summary>
internal static class RequestContract
{
    public static IServiceCollection AddRequestContract(this IServiceCollection services) => services
        .AddHostedService<KeySweep>()
        .Configure<OpenApiOptions>("v1", options => options.AddOperationTransformer<KeyParameter>());
}
