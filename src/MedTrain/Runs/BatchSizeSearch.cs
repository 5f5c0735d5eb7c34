using System.Globalization;
using MedTrain.Learning.Training;
using Serilog;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>Finds a network's batch size before its training when the experiment asks for it, once: a resumed run reads what was found.</summary>
internal static class BatchSizeSearch
{
    private const double Gigabyte = 1e9;

    /// <summary>The training settings with the batch size that was found; as they are when none is asked for.</summary>
    /// <param name="training">The training settings.</param>
    /// <param name="file">Where the sizes that fit are kept.</param>
    /// <param name="session">Makes a session to spoil.</param>
    /// <param name="device">Where the session is.</param>
    /// <param name="log">The log.</param>
    /// <param name="stop">Checked between steps.</param>
    /// <exception cref="TrainingException">Not even the smallest batch fits.</exception>
    public static TrainingConfig Find(
        TrainingConfig training, string file, Func<TrainingConfig, TrainingSession> session, Device device, ILogger log, CancellationToken stop)
    {
        if (training.BatchSizeFinder is not { } finder) { return training; }

        var step = training.BatchSize * training.Accumulate;
        if (!File.Exists(file))
        {
            RunFolder.Write(file, BatchTrial.ToCsv(BatchSizeFinder.Run(size => session(Cut(training, size)), finder, step, device, stop)));
        }

        if (BatchTrial.FromCsv(File.ReadLines(file)) is not [.., var found])
        {
            throw new TrainingException(string.Create(
                CultureInfo.InvariantCulture,
                $"training.batch_size_finder: no batch fits into {finder.MemoryShare * 100:0}% of the memory. Use smaller images (preprocessing: resize, crop), "
                + $"precision: bf16, activation_checkpointing: true or a smaller network, or raise memory_share. To search again, remove {file}."));
        }

        var result = Cut(training, found.BatchSize);
        log.Information(
            "Batch size {Size}: its steps took {Gigabytes:0.0} GB; accumulate {Accumulate} ({File})", found.BatchSize, found.PeakBytes / Gigabyte, result.Accumulate, file);
        return result;
    }

    private static TrainingConfig Cut(TrainingConfig training, int size) =>
        training with { BatchSize = size, Accumulate = Math.Max(1, training.BatchSize * training.Accumulate / size) };
}
