#:project ../../src/MedTrain.Learning/MedTrain.Learning.csproj
#:property PublishAot=false
#:property NoWarn=CS1591
// scripts/bench/fit, row "loop": what the training loop costs beside forward, backward and optimizer step of densenet121, 224², batch 8.
// Prints a line "LOOP BARE" of seconds a step for each round: epochs of the loop, with batches that are read, augmented and copied, in
// turns with the bare steps of the same network on one batch that stays.
using System.Diagnostics;
using System.Globalization;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Training;
using MedTrain.Torch;
using static TorchSharp.torch;

const int BatchSize = 8;
var (threads, rounds, steps) = (Number(0), Number(1), Number(2));
set_num_threads(threads);
manual_seed(0);

var random = new Random(0);
float[][] images = [.. Enumerable.Range(0, 16).Select(_ => Enumerable.Range(0, 224 * 224).Select(_ => random.NextSingle()).ToArray())];
var source = new SampleSource([1, 224, 224], (index, target) => images[index % images.Length].CopyTo(target));
var config = new TrainingConfig { BatchSize = BatchSize, Precision = Precision.Bf16, Epochs = rounds + 1, Threads = threads };
var network = ModelTable.Find("densenet121").Build(new NetworkOptions(SpatialDims.Two, 1, 2));
TorchExtras.Current.UseChannelsLast(network);
var objective = ObjectiveTable.Create(null, PredictionTask.Multiclass, [], 2);
var training = new BatchLoader(source, Cases(BatchSize * steps), BatchSize, [new RandomFlip(), new RandomShift()], 0);
var validation = new BatchLoader(source, Cases(BatchSize), BatchSize, [], 0);
var session = new TrainingSession(PredictionTask.Multiclass, network, objective, training, validation, config, 0, 0, CPU);
var loop = new TrainingLoop(session);
var progress = TrainingProgress.Start;
for (var round = 0; round <= rounds; round++)
{
    var (inLoop, bare) = (Loop(), Bare());
    if (round > 0)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{inLoop / steps:R} {bare / steps:R}"));
    }
}

int Number(int position) => int.Parse(args[position], CultureInfo.InvariantCulture);

static List<LabelledCase> Cases(int count) =>
    [.. Enumerable.Range(0, count).Select(index => new LabelledCase(index, $"case-{index}", index % 2 == 0 ? [1f, 0f] : [0f, 1f]))];

double Loop()
{
    double seconds = 0;
    var result = loop.RunEpoch(progress, at => seconds = at.Seconds, CancellationToken.None);
    progress = progress.After(result, config);
    return seconds;
}

double Bare()
{
    using var scope = NewDisposeScope();
    network.train();
    var batch = TorchExtras.Current.ToChannelsLast(randn(BatchSize, 1, 224, 224));
    var labels = arange(BatchSize).remainder(2);
    var clock = Stopwatch.StartNew();
    for (var step = 0; step < steps; step++)
    {
        using var inner = NewDisposeScope();
        session.Optimizer.zero_grad();
        Tensor output;
        using (Arithmetic.Use(config.Precision, CPU))
        {
            output = network.call(batch);
        }

        nn.functional.cross_entropy(output.to(float32), labels).backward();
        session.Optimizer.step();
    }

    return clock.Elapsed.TotalSeconds;
}
