using System.Net;
using System.Net.Sockets;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests;

/// <summary>Two members of a group, each on a thread of its own with its own connections, as two processes would be.</summary>
public class ProcessGroups
{
    [Fact]
    public async Task Members_reduce_broadcast_and_wait_for_each_other()
    {
        if (!TorchExtras.Current.IsSupported(TorchFeature.ProcessGroups))
        {
            Assert.Throws<TorchFeatureMissingException>(() => TorchExtras.Current.JoinProcessGroup(new("127.0.0.1", 1, 0, 1)));
            return;
        }

        var port = FreePort();
        var results = new float[2][];
        var members = Enumerable.Range(0, 2).Select(rank => Task.Factory.StartNew(
            () => results[rank] = Member(rank, port), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        await Task.WhenAll(members).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal([3f, 30f, 2f, 7f], results[0]);
        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public void A_member_that_stays_alone_fails_after_the_time_out()
    {
        if (!TorchExtras.Current.IsSupported(TorchFeature.ProcessGroups))
        {
            return;
        }

        var place = new ProcessGroupPlace("127.0.0.1", FreePort(), 0, 2) { Timeout = TimeSpan.FromSeconds(1) };
        var failure = Assert.Throws<TorchException>(() => TorchExtras.Current.JoinProcessGroup(place));
        Assert.Contains("process 0 of 2", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchExtras.Current.JoinProcessGroup(place with { Rank = 2 }));
    }

    private static float[] Member(int rank, int port)
    {
        using var scope = NewDisposeScope();
        using var group = TorchExtras.Current.JoinProcessGroup(new("127.0.0.1", port, rank, 2) { Timeout = TimeSpan.FromSeconds(30) });
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
