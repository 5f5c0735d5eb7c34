using System.Diagnostics;
using System.Globalization;

namespace MedTrain.Diagnosis;

/// <summary>The power that a device draws, where it says so: processors by their energy counters (RAPL), NVIDIA's cards by their
/// driver.</summary>
internal sealed class PowerMeter : IDisposable
{
    private const string Counters = "/sys/class/powercap";
    private const double MicrojoulesPerJoule = 1e6;

    private readonly long? startEnergy;
    private readonly Process? cardSamples;
    private readonly Stopwatch clock = Stopwatch.StartNew();

    private PowerMeter(bool card)
    {
        startEnergy = card ? null : ProcessorEnergy();
        cardSamples = card ? SampleCard() : null;
    }

    /// <summary>Begins to measure.</summary>
    /// <param name="card">The first NVIDIA card; otherwise all processors.</param>
    public static PowerMeter Start(bool card) => new(card);

    /// <summary>The mean since the start in watts; null when the device does not say.</summary>
    public double? Watts()
    {
        if (cardSamples is not null) { return CardWatts(cardSamples); }

        var energy = ProcessorEnergy() - startEnergy;
        return energy > 0 ? energy / MicrojoulesPerJoule / clock.Elapsed.TotalSeconds : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (cardSamples is { HasExited: false }) { cardSamples.Kill(); }

        cardSamples?.Dispose();
    }

    // The sum over the sockets in microjoules; null without counters or without the right to read them.
    private static long? ProcessorEnergy()
    {
        try
        {
            var files = Directory.Exists(Counters)
                ? Directory.GetDirectories(Counters, "intel-rapl:?").Select(folder => Path.Combine(folder, "energy_uj")).ToList()
                : [];
            return files.Count == 0 ? null : files.Sum(file => long.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    // A process that prints what the card draws, twice a second; null where there is no driver.
    private static Process? SampleCard()
    {
        try
        {
            return Process.Start(new ProcessStartInfo(
                "nvidia-smi", ["--id=0", "--query-gpu=power.draw", "--format=csv,noheader,nounits", "--loop-ms=500"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static double? CardWatts(Process samples)
    {
        if (!samples.HasExited) { samples.Kill(); }

        var watts = samples.StandardOutput.ReadToEnd().Split('\n')
            .Select(line => double.TryParse(line, CultureInfo.InvariantCulture, out var value) ? value : (double?)null)
            .OfType<double>()
            .ToList();
        return watts.Count == 0 ? null : watts.Average();
    }
}
