#:project ../../src/MedTrain.Torch/MedTrain.Torch.csproj
#:property PublishAot=false
#:property NoWarn=CS1591
// Times the loading of weights files beside a plain read of the same file; weights.py calls it. usage: weights.cs FILE…
// prints "FILE seconds seconds-of-a-plain-read" (medians). All results are kept to the end of a pass, so that each takes fresh memory;
// the second pass counts: by then a virtual machine has been given its memory.
using System.Diagnostics;
using System.Globalization;
using MedTrain.Torch.Weights;

const int Rounds = 5;
foreach (var path in args)
{
    Pass(path);
    var (load, read) = Pass(path);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path} {load:0.0000} {read:0.0000}"));
}

static (double Load, double Read) Pass(string path)
{
    var (files, contents) = (new List<WeightsFile>(), new List<byte[]>());
    var (load, read) = (new List<double>(), new List<double>());
    for (var round = 0; round < Rounds; round++)
    {
        var watch = Stopwatch.StartNew();
        files.Add(WeightsFile.Load(path));
        load.Add(watch.Elapsed.TotalSeconds);
        watch.Restart();
        contents.Add(File.ReadAllBytes(path));
        read.Add(watch.Elapsed.TotalSeconds);
    }

    files.ForEach(file => file.Dispose());
    return (Median(load), Median(read));
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
