using System.Runtime.InteropServices;

namespace MedTrain.Commands;

/// <summary>
/// Turns Ctrl-C and SIGTERM into a cancellation that lets the command end in order, so that the checkpoint of the last finished epoch stays
/// whole. The second signal ends the program at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    public StopSignals() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True when the first signal was SIGTERM: a batch system wants the machine back, and will start the command again.</summary>
    public bool Terminated { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) { registration.Dispose(); }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        Terminated |= context.Cancel && context.Signal == PosixSignal.SIGTERM;
        _source.Cancel();
    }
}
