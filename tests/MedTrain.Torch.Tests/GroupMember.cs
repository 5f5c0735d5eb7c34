using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests;

/// <summary>A process of its own in a group: this assembly, started with a port and a duty.</summary>
internal static class GroupMember
{
    private const string Stay = "stay";
    private const string Ready = "ready";

    /// <summary>Joins as rank 1 of 2, then does as told: reduce, stay (away from every operation), or leave at once.</summary>
    private static void Main(string[] arguments)
    {
        var port = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        _ = TorchExtras.Current.IsSupported(TorchFeature.ProcessGroups); // loads libtorch
        Console.WriteLine(Ready);
        if (arguments[1] == "reduce")
        {
            Console.WriteLine(string.Join(' ', Work(rank: 1, port).Select(value => value.ToString(CultureInfo.InvariantCulture))));
            return;
        }

        using var group = Join(rank: 1, port, TimeSpan.FromSeconds(60));
        if (arguments[1] == Stay)
        {
            Console.In.ReadLine();
        }
    }

    /// <summary>Starts the other process; returns when it is about to join.</summary>
    internal static Process Start(int port, string duty)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(GroupMember).Assembly.Location);
        start.ArgumentList.Add(port.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(duty);
        var process = Process.Start(start)!;
        Assert.Equal(Ready, process.StandardOutput.ReadLine());
        return process;
    }

    internal static IProcessGroup Join(int rank, int port, TimeSpan timeout) =>
        TorchExtras.Current.JoinProcessGroup(new("127.0.0.1", port, rank, 2) { Timeout = timeout });

    /// <summary>One operation of each kind; the same numbers in every process.</summary>
    internal static float[] Work(int rank, int port)
    {
        using var scope = NewDisposeScope();
        using var group = Join(rank, port, TimeSpan.FromSeconds(60));
        Assert.Equal((rank, 2), (group.Rank, group.Size));
        var sums = tensor(new[] { rank + 1f, (rank + 1f) * 10 });
        group.AllReduce(sums);
        var most = tensor(new[] { rank + 1f });
        group.AllReduce(most, ReduceOperation.Maximum);
        var given = tensor(new[] { rank == 1 ? 7f : 0f });
        group.Broadcast(given, from: 1);
        group.Barrier();
        return [.. sums.data<float>().ToArray(), most[0].item<float>(), given[0].item<float>()];
    }
}
