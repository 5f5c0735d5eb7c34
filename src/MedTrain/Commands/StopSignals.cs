using System.Runtime.InteropServices;

namespace MedTrain.Commands;

/// <summary>
/// Turns Ctrl-C, SIGTERM and SIGUSR1 into a cancellation that lets the command end in order. A second Ctrl-C ends the program at once; what
/// batch systems send may come repeatedly.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    // Numbers of Linux; the library names only the signals that every system has.
    private const PosixSignal UserSignal1 = (PosixSignal)10;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, UserSignal1 }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) { registration.Dispose(); }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = context.Signal != PosixSignal.SIGINT || !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
