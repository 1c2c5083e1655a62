using Backlot.Platform.Processes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Cli;

/// <summary>A data folder with a server on it, for the command lines that a class runs one after the other.</summary>
public sealed class ServedFolder : IAsyncLifetime
{
    private readonly PreparedFolder _folder = new();
    private ChildProcess? _server;

    public string Root => _folder.Root;

    public async ValueTask InitializeAsync()
    {
        await _folder.InitializeAsync();
        (_server, _) = await OwnCommandLine.ServeAsync(Root);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // In order: what is killed leaves a database behind that still ends, in the folder that goes now.
            _server.SendSignal(ProcessSignal.Terminate);
            await _server.WaitForExitAsync(CancellationToken.None);
            await _server.DisposeAsync();
        }
        await _folder.DisposeAsync();
    }
}
