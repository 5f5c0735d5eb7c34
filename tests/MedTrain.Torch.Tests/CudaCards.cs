using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Torch.Tests;

/// <summary>What needs a CUDA card; skipped where there is none.</summary>
public class CudaCards
{
    private static ITorchExtras Torch => TorchExtras.Current;

    [CudaFact]
    public void A_captured_training_step_is_replayed_with_new_input()
    {
        using var scope = NewDisposeScope();
        using var net = Linear(4, 2).to(CUDA);
        using var optimizer = optim.SGD(net.parameters(), 0.1);
        var (x, y) = (rand(8, 4, device: CUDA), rand(8, 2, device: CUDA));
        void Step()
        {
            using var inner = NewDisposeScope();
            net.zero_grad(set_to_none: false);
            functional.mse_loss(net.call(x), y).backward();
            optimizer.step();
        }

        using var graph = Torch.CaptureGraph(CUDA, Step);
        using (no_grad())
        {
            x.copy_(rand(8, 4));
        }

        var copy = Linear(4, 2).to(CUDA);
        copy.load_state_dict(net.state_dict());
        using var plain = optim.SGD(copy.parameters(), 0.1);
        for (var i = 0; i < 3; i++)
        {
            graph.Replay();
            plain.zero_grad();
            functional.mse_loss(copy.call(x), y).backward();
            plain.step();
        }

        Assert.True(net.get_parameter("weight")!.allclose(copy.get_parameter("weight")!, 1e-5, 1e-6));
    }

    [CudaFact]
    public void A_step_that_cannot_be_recorded_leaves_the_card_usable()
    {
        using var scope = NewDisposeScope();
        var x = ones(4, device: CUDA);
        Assert.ThrowsAny<Exception>(() => Torch.CaptureGraph(CUDA, () => x.sum().item<float>(), warmUps: 0));
        Assert.Equal(4, x.sum().item<float>());
    }

    [CudaFact]
    public void Work_on_another_stream_sees_what_was_queued_before_it()
    {
        using var scope = NewDisposeScope();
        var x = rand(512, 512, device: CUDA);
        var y = x.mm(x);
        Tensor z;
        using (Torch.UseNewStream(CUDA))
        {
            z = y + 1;
        }

        Assert.True(z.allclose(x.mm(x) + 1));
    }

    [CudaFact]
    public void A_pinned_copy_goes_to_the_card_without_waiting()
    {
        using var scope = NewDisposeScope();
        var x = rand(1000);
        var there = Torch.Pin(x).to(CUDA, non_blocking: true);
        Assert.True(there.cpu().allclose(x));
    }

    [CudaFact]
    public void The_cards_memory_is_counted()
    {
        using var scope = NewDisposeScope();
        Torch.ResetCudaPeakMemory(CUDA);
        var before = Torch.CudaMemory(CUDA);
        using (zeros(1 << 20, device: CUDA))
        {
            Assert.True(Torch.CudaMemory(CUDA).Used >= before.Used + (4 << 20));
        }

        var after = Torch.CudaMemory(CUDA);
        Assert.True(after.Peak >= before.Used + (4 << 20) && after.Reserved >= after.Used, $"{before} {after}");
    }

    [CudaFact]
    public void A_group_of_one_card_reduces_over_NCCL()
    {
        if (!Torch.IsSupported(TorchFeature.CudaProcessGroups))
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var group = Torch.JoinProcessGroup(new("127.0.0.1", 29517, 0, 1) { Card = 0, Timeout = TimeSpan.FromMinutes(1) });
        var x = ones(3, device: CUDA);
        group.AllReduce(x);
        group.Broadcast(x);
        group.Barrier();
        Assert.Equal(3, x.sum().item<float>());
    }

    /// <summary>Runs where libtorch sees a card.</summary>
    private sealed class CudaFactAttribute : FactAttribute
    {
        public CudaFactAttribute()
        {
            if (!Torch.HasCuda)
            {
                Skip = "libtorch sees no CUDA card here.";
            }
        }
    }
}
