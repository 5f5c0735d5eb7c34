#:project ../../src/MedTrain.Learning/MedTrain.Learning.csproj
#:property PublishAot=false
#:property NoWarn=CS1591,CS8981
// Our side of scripts/bench/torch: reads "ROW UNITS" lines, answers with the seconds that they took.
using System.Diagnostics;
using System.Globalization;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Torch;
using MedTrain.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

set_num_threads(int.Parse(args[0], CultureInfo.InvariantCulture));
manual_seed(0);
var folder = args[1];
var rows = new Dictionary<string, Func<Action<int>>>
{
    ["add"] = Add,
    ["densenet121_fp32"] = () => TrainingStep(Table("densenet121"), [8, 3, 224, 224], low: false, channelsLast: false),
    ["densenet121_bf16"] = () => TrainingStep(Table("densenet121"), [8, 3, 224, 224], low: true, channelsLast: true),
    ["resnet18_bf16"] = () => TrainingStep(Table("resnet18"), [64, 3, 64, 64], low: true, channelsLast: true),
    ["conv5_fp32"] = () => TrainingStep(Conv5(), [2, 1, 96, 96, 96], low: false, channelsLast: false),
    ["conv5_bf16"] = () => TrainingStep(Conv5(), [2, 1, 96, 96, 96], low: true, channelsLast: true),
    ["vit_bf16"] = () => TrainingStep(Table("vit_b_16"), [8, 3, 224, 224], low: true, channelsLast: false),
    ["adamw"] = AdamWStep,
    ["safetensors"] = Load,
};

var current = "";
Action<int> work = _ => { };
while (Console.ReadLine()?.Split(' ') is [var wanted, var units])
{
    if (wanted == "vit_bf16" && !ModelTable.Names.Contains("vit_b_16"))
    {
        Console.WriteLine("absent");
        continue;
    }

    if (wanted != current)
    {
        (current, work) = (wanted, _ => { });
        GC.Collect();
        work = rows[wanted]();
    }

    var clock = Stopwatch.StartNew();
    work(int.Parse(units, CultureInfo.InvariantCulture));
    Console.WriteLine(clock.Elapsed.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
}

static Module<Tensor, Tensor> Table(string name) => ModelTable.Find(name).Build(new NetworkOptions(SpatialDims.Two, 3, 14));

static Module<Tensor, Tensor> Conv5()
{
    var layers = new List<Module<Tensor, Tensor>>();
    var channels = 1;
    foreach (var width in new[] { 8, 16, 32, 64, 128 })
    {
        layers.AddRange([Conv3d(channels, width, 3, padding: 1), BatchNorm3d(width), ReLU(inplace: true), MaxPool3d(2)]);
        channels = width;
    }

    layers.AddRange([Flatten(), Dropout(0.5), Linear(128 * 27, 1300), ReLU(), Linear(1300, 50), ReLU(), Linear(50, 2)]);
    return Sequential(layers);
}

// Forward, cross entropy, backward, one step of SGD with momentum.
static Action<int> TrainingStep(Module<Tensor, Tensor> network, long[] shape, bool low, bool channelsLast)
{
    var extras = TorchExtras.Current;
    var images = randn(shape);
    if (channelsLast)
    {
        extras.UseChannelsLast(network);
        images = extras.ToChannelsLast(images);
    }

    var labels = arange(shape[0]).remainder(2);
    var optimizer = optim.SGD(network.parameters(), 1e-3, momentum: 0.9);
    return units =>
    {
        for (var i = 0; i < units; i++)
        {
            using var scope = NewDisposeScope();
            network.zero_grad();
            Tensor output;
            using (low ? extras.Autocast(DeviceType.CPU, bfloat16) : null)
            {
                output = network.call(images);
            }

            functional.cross_entropy(output.to(float32), labels).backward();
            optimizer.step();
        }
    };
}

static Action<int> AdamWStep()
{
    var parameters = Enumerable.Range(0, 200).Select(_ => Parameter(randn(64, 16))).ToArray();
    foreach (var parameter in parameters)
    {
        parameter.grad = randn(64, 16);
    }

    var optimizer = optim.AdamW(parameters, lr: 1e-3);
    return units =>
    {
        for (var i = 0; i < units; i++)
        {
            optimizer.step();
        }
    };
}

static Action<int> Add()
{
    var (a, b) = (tensor(1f), tensor(2f));
    return units =>
    {
        for (var i = 0; i < units; i++)
        {
            using var sum = a + b;
        }
    };
}

Action<int> Load()
{
    var path = Path.Combine(folder, "weights.safetensors");
    using (NewDisposeScope())
    {
        Safetensors.Save(path, Enumerable.Range(0, 75).ToDictionary(i => $"layer{i}.weight", _ => randn(1024, 1024)));
    }

    return units =>
    {
        for (var i = 0; i < units; i++)
        {
            using var scope = NewDisposeScope();
            Safetensors.Load(path);
        }
    };
}
