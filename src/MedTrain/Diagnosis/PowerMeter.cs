using System.Diagnostics;
using System.Globalization;

namespace MedTrain.Diagnosis;

/// <summary>The power that a device draws, where it says so: processors by their energy counters (RAPL), NVIDIA's cards by their
/// driver.</summary>
internal sealed class PowerMeter
{
    private const string Counters = "/sys/class/powercap";
    private const double MicrojoulesPerJoule = 1e6;

    private readonly bool card;
    private readonly long? startEnergy;
    private readonly Stopwatch clock = Stopwatch.StartNew();

    private PowerMeter(bool card)
    {
        this.card = card;
        startEnergy = card ? null : ProcessorEnergy();
    }

    /// <summary>Begins to measure.</summary>
    /// <param name="card">The first NVIDIA card; otherwise all processors.</param>
    public static PowerMeter Start(bool card) => new(card);

    /// <summary>Watts: of processors the mean since the start, of a card what it draws now; null when the device does not say.</summary>
    public double? Watts()
    {
        if (card) { return CardWatts(); }

        var energy = ProcessorEnergy() - startEnergy;
        return energy > 0 ? energy / MicrojoulesPerJoule / clock.Elapsed.TotalSeconds : null;
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

    private static double? CardWatts()
    {
        try
        {
            var start = new ProcessStartInfo("nvidia-smi", ["--id=0", "--query-gpu=power.draw", "--format=csv,noheader,nounits"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return double.TryParse(text, CultureInfo.InvariantCulture, out var watts) ? watts : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
