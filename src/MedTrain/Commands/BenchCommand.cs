using System.CommandLine;
using System.Runtime.InteropServices;
using MedTrain.Diagnosis;
using MedTrain.Learning.Benchmarking;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Presentation;
using MedTrain.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Commands;

/// <summary><c>medtrain bench</c>: how many images a second a network trains on or reads here.</summary>
internal sealed class BenchCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Measure how fast a network trains or predicts on this machine.";

    private const int CeilingSideOnCpu = 1024;
    private const int CeilingSideOnCuda = 8192;

    private readonly Argument<string> name = new("NAME") { Description = "A name that 'medtrain models list' shows." };
    private readonly Option<int?> dims = new("--dims") { Description = "2 for images, 3 for volumes [default: the network's first]" };
    private readonly Option<int?> size = new("--size") { Description = "Each side of an image in pixels [default: the network's usual input]" };
    private readonly Option<string> batch = new("--batch")
    {
        Description = "Images in a step; several sizes as in 1,64,128", HelpName = "N,N", DefaultValueFactory = _ => "8",
    };

    private readonly Option<string> precision = new("--precision")
    {
        Description = "Type of convolutions and products: fp32, bf16, or fp16 (CUDA)", DefaultValueFactory = _ => "fp32",
    };

    private readonly Option<string> mode = new("--mode")
    {
        Description = "train: forward, backward and step; infer: forward alone", DefaultValueFactory = _ => "train",
    };

    private readonly Option<string> device = new("--device")
    {
        Description = "auto (a CUDA GPU if there is one), cpu or cuda", DefaultValueFactory = _ => "auto",
    };

    private readonly Option<double> seconds = new("--seconds")
    {
        Description = "How long each batch size is measured at least", DefaultValueFactory = _ => 5,
    };

    private readonly Option<bool> csv = new("--csv") { Description = "Print the rows as CSV: batch_size,device,precision,images_per_s,…" };

    /// <summary>Makes the command.</summary>
    public static Command Create() => new BenchCommand().Build();

    private Verb Build()
    {
        var command = new Verb(
            "bench",
            Summary + " Prints steady images per second (median over the steps), the time of a step, peak memory, the share of what a large "
            + "matrix product reaches, and images per second and watt where the device reports its power.",
            "medtrain bench densenet121 --precision bf16",
            "medtrain bench resnet18 --dims 3 --size 96 --batch 2",
            "medtrain bench resnet50 --batch 1,64,128 --mode infer --json");
        command.Arguments.Add(name);
        dims.AcceptOnlyFromAmong("2", "3");
        precision.AcceptOnlyFromAmong("fp32", "bf16", "fp16");
        mode.AcceptOnlyFromAmong("train", "infer");
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        foreach (var option in new Option[] { dims, size, batch, precision, mode, device, seconds, csv }) { command.Options.Add(option); }

        var output = new OutputOptions(command);
        command.SetAction(parsed =>
        {
            var report = Measure(parsed);
            var writer = parsed.InvocationConfiguration.Output;
            if (output.WantsJson(parsed)) { JsonOutput.Write(writer, report); }
            else if (parsed.GetValue(csv)) { report.WriteCsv(writer); }
            else { report.Write(writer); }

            if (report.Stopped is null) { return ExitCodes.Done; }

            parsed.InvocationConfiguration.Error.WriteLine($"The sweep stopped: {report.Stopped}");
            return ExitCodes.Failed;
        });
        return command;
    }

    private BenchReport Measure(ParseResult parsed)
    {
        try
        {
            set_num_threads(Environment.ProcessorCount);
            var batches = Batches(parsed.GetRequiredValue(batch));
            var work = Work(parsed);
            var (typed, onCard) = (parsed.GetRequiredValue(precision), work.Device.type == DeviceType.CUDA);
            var where = onCard ? "CUDA GPU" : MachineExamination.ProcessorName();
            var ceiling = MatrixCeiling.Measure(work.Device, work.LowPrecision, onCard ? CeilingSideOnCuda : CeilingSideOnCpu);
            using var meter = new ThroughputMeter(work);
            var (rows, stopped) = Sweep(batches, count =>
            {
                using var power = PowerMeter.Start(onCard);
                return BenchRow.Of(meter.Measure(count), where, typed, power.Watts(), ceiling);
            });
            return new(
                parsed.GetRequiredValue(name), string.Join('x', work.Image), where, typed, parsed.GetRequiredValue(mode), get_num_threads(),
                ceiling, rows, stopped);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter")[0]);
        }
    }

    // A batch size that fails, mostly for want of memory, does not cost the rows before it.
    private static (List<BenchRow> Rows, string? Stopped) Sweep(List<int> batches, Func<int, BenchRow> measure)
    {
        List<BenchRow> rows = [];
        foreach (var count in batches)
        {
            try
            {
                rows.Add(measure(count));
            }
            catch (Exception problem) when (rows.Count > 0 && problem is ExternalException or ArgumentException)
            {
                return (rows, $"batch {count}: {problem.Message}");
            }
        }

        return (rows, null);
    }

    private ThroughputWork Work(ParseResult parsed)
    {
        var row = ModelTable.Find(parsed.GetRequiredValue(name));
        var spatial = (SpatialDims)(parsed.GetValue(dims) ?? (int)row.Dims.First());
        var usual = row.InputFor(spatial);
        var side = parsed.GetValue(size);
        if (side < 1) { throw new UsageException($"--size {side} — a side has at least 1 pixel — give the sides of the images, such as 224"); }

        if (parsed.GetValue(seconds) is not (> 0 and <= 3600))
        {
            throw new UsageException($"--seconds {parsed.GetValue(seconds)} — must be above 0 and at most 3600 — 5 is enough for most networks");
        }

        var image = side is null ? usual : [usual[0], .. usual.Skip(1).Select(_ => (long)side)];
        ScalarType? low = parsed.GetRequiredValue(precision) switch { "bf16" => bfloat16, "fp16" => float16, _ => null };
        var where = Device(parsed.GetRequiredValue(device));
        if (low == float16 && where.type == DeviceType.CPU)
        {
            throw new UsageException("--precision fp16 — is for CUDA — use bf16 on a processor");
        }

        return new(row, spatial, image, low, parsed.GetValue(mode) == "train", where)
        {
            Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        };
    }

    private static Device Device(string typed)
    {
        var has = TorchExtras.Current.HasCuda;
        return typed == "cuda" && !has
            ? throw new UsageException("--device cuda — libtorch sees no CUDA GPU here ('medtrain doctor' shows what it sees) — use cpu or auto")
            : typed != "cpu" && has ? CUDA : CPU;
    }

    private static List<int> Batches(string typed)
    {
        var sizes = typed.Split(',').Select(text => int.TryParse(text, out var count) ? count : 0).ToList();
        return sizes.All(count => count > 0)
            ? sizes
            : throw new UsageException($"--batch {typed} — is no list of batch sizes — write whole numbers from 1, as in 8 or 1,64,128");
    }
}
