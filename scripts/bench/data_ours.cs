#:project ../../src/MedTrain.Learning/MedTrain.Learning.csproj
#:property PublishAot=false
#:property UseCurrentRuntimeIdentifier=true
#:property SelfContained=false
#:property PublishReadyToRun=true
#:property NoWarn=CS1591
// Our side of scripts/bench/data: reads row names, answers with seconds per image.
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Preprocessing;
using MedTrain.Learning.Batching;

if (args[0] == WorkerCommand.Argument) { return DecodeWorker.Run(); }

var (folder, scratch) = (args[0], args[1]);
using var workers = new DecodeWorkers(WorkerCommand.ForAssembly(Assembly.GetExecutingAssembly()), count: 2);
CaseCache? cache = null;
var png = Files("cxr/images", "*.png", 300);
var rows = new Dictionary<string, Func<string>>
{
    ["png"] = () => Cold(png, new Resize { Size = [224, 224] }),
    ["dicom"] = () => Cold(Files("ct2d/dicom", "*.dcm", 1000), new Resize { Size = [224, 224] }),
    ["nifti"] = () => Cold(Files("brain/t1_2mm", "*.nii.gz", 1000), new Resample { SpacingMm = [3, 3, 3], Antialias = false }),
    ["warm2d"] = () => Text(Epoch(Cached(), [new RandomFlip()], 32)),
    ["warm3d"] = () => Text(Epoch(Volumes(), [new RandomAffine()], 4)),
    ["copy"] = () => $"{Text(Epoch(Cached(), [], 32))} {Text(PlainCopy(Cached()))}",
    ["memory"] = Memory,
};
while (Console.ReadLine() is { } name)
{
    Console.WriteLine(rows[name]());
}

cache?.Dispose();
return 0;

string[] Files(string name, string pattern, int most) => [.. Directory.GetFiles(Path.Combine(folder, name), pattern).Order(StringComparer.Ordinal).Take(most)];

string Text(double seconds) => seconds.ToString("R", CultureInfo.InvariantCulture);

string Cold(string[] files, PreprocessingStep step)
{
    var pipeline = new PreprocessingPipeline([step]);
    var clock = Stopwatch.StartNew();
    Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, file => workers.Prepare(file, ReadOptions.Default, pipeline));
    return Text(clock.Elapsed.TotalSeconds / files.Length);
}

SampleSource Cached(int side = 224)
{
    cache ??= CaseCache.Open(new CacheRequest
    {
        Cohort = new Cohort("bench", LabelTask.Regression, ["y"], [.. png.Select((path, index) =>
            new Case($"{index}", $"{index}", path, [0], new Dictionary<string, string>(), 0))]),
        Pipeline = new PreprocessingPipeline([new Resize { Size = [side, side] }]),
        Prepare = workers.Prepare,
        Folder = Path.Combine(scratch, "cache"),
    });
    return new SampleSource(cache.Shape, cache.Read);
}

SampleSource Volumes()
{
    var random = new Random(0);
    float[][] volumes = [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 96 * 96 * 96).Select(_ => random.NextSingle()).ToArray())];
    return new SampleSource([1, 96, 96, 96], (index, target) => volumes[index % 8].CopyTo(target));
}

double Epoch(SampleSource source, IReadOnlyList<Augmentation> augmentations, int size)
{
    var count = source.Shape.Count == 4 ? 48 : png.Length;
    LabelledCase[] cases = [.. Enumerable.Range(0, count).Select(index => new LabelledCase(index, $"{index}", [0]))];
    var loader = new BatchLoader(source, cases, size, augmentations, 0, new BatchingConfig { Threads = 2 });
    var clock = Stopwatch.StartNew();
    foreach (var batch in loader.Shuffled(1)) { batch.Dispose(); }

    return clock.Elapsed.TotalSeconds / count;
}

// What the batches hold, copied once by as many threads as make batches.
double PlainCopy(SampleSource source)
{
    var from = new float[source.Length * png.Length];
    var to = new float[from.Length];
    from.CopyTo(to, 0);
    var clock = Stopwatch.StartNew();
    Parallel.For(0, 2, half => from.AsSpan(half * from.Length / 2, from.Length / 2).CopyTo(to.AsSpan(half * from.Length / 2)));
    return clock.Elapsed.TotalSeconds / png.Length;
}

string Memory()
{
    var source = Cached(side: 640);
    Epoch(source, [new RandomFlip()], 8);
    var first = Anonymous();
    for (var epoch = 0; epoch < 5; epoch++) { Epoch(source, [new RandomFlip()], 8); }

    var size = Directory.GetFiles(Path.Combine(scratch, "cache"), "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
    return $"{Text(size / (double)(1 << 20))} {Text(first)} {Text(Anonymous())}";
}

double Anonymous() => File.ReadLines("/proc/self/status").Where(line => line.StartsWith("RssAnon", StringComparison.Ordinal))
    .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).Single();
