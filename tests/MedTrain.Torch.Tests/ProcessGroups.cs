using System.Net;
using System.Net.Sockets;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests;

/// <summary>This process and another one, which is this assembly started again.</summary>
public class ProcessGroups
{
    [GroupFact]
    public void Two_processes_reduce_broadcast_and_wait_for_each_other()
    {
        var port = FreePort();
        using var other = GroupMember.Start(port, "reduce");
        Assert.Equal([3f, 30f, 2f, 7f], GroupMember.Work(rank: 0, port));
        Assert.Equal("3 30 2 7", other.StandardOutput.ReadToEnd().Trim());
        other.WaitForExit();
        Assert.Equal(0, other.ExitCode);
    }

    [GroupFact]
    public void An_operation_fails_after_the_time_out_when_the_other_process_stays_away()
    {
        var port = FreePort();
        using var other = GroupMember.Start(port, "stay");
        using var scope = NewDisposeScope();
        using var group = GroupMember.Join(rank: 0, port, TimeSpan.FromSeconds(5));
        var failure = Assert.Throws<TorchException>(() => group.AllReduce(ones(2)));
        Assert.Contains("AllReduce of process 0 of 2", failure.Message, StringComparison.Ordinal);
        other.StandardInput.WriteLine();
        other.WaitForExit();
    }

    [GroupFact]
    public void An_operation_fails_when_the_other_process_has_ended()
    {
        var port = FreePort();
        using var other = GroupMember.Start(port, "leave");
        using var group = GroupMember.Join(rank: 0, port, TimeSpan.FromSeconds(20));
        other.WaitForExit();
        var failure = Assert.Throws<TorchException>(group.Barrier);
        Assert.Contains("Barrier of process 0 of 2", failure.Message, StringComparison.Ordinal);
    }

    [GroupFact]
    public void A_member_that_stays_alone_fails_after_the_time_out()
    {
        var place = new ProcessGroupPlace("127.0.0.1", FreePort(), 0, 2) { Timeout = TimeSpan.FromSeconds(1) };
        var failure = Assert.Throws<TorchException>(() => TorchExtras.Current.JoinProcessGroup(place));
        Assert.Contains("process 0 of 2", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchExtras.Current.JoinProcessGroup(place with { Rank = 2 }));
    }

    [GroupFact]
    public void What_cannot_be_asked_of_a_group_says_so()
    {
        using var scope = NewDisposeScope();
        using var group = TorchExtras.Current.JoinProcessGroup(new("127.0.0.1", FreePort(), 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Broadcast(ones(1), from: 1));
        Assert.Throws<TorchException>(() => group.AllReduce(ones(4).to(ScalarType.Bool)));
        group.Dispose();
        Assert.Throws<ObjectDisposedException>(group.Barrier);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs where the build has process groups.</summary>
    private sealed class GroupFactAttribute : FactAttribute
    {
        public GroupFactAttribute()
        {
            if (!TorchExtras.Current.IsSupported(TorchFeature.ProcessGroups))
            {
                Skip = "This build has no process groups: Gloo's headers were not found (Debian: libgloo-dev).";
            }
        }
    }
}
