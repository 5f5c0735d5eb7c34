using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Lifetime;

/// <summary>The allocator of CPU tensors.</summary>
[Collection(DefaultGenerator.Name)]
public class TensorMemory
{
    private const long MiB = 1 << 20;

    [Fact]
    public void A_freed_block_serves_the_next_tensor_of_its_size()
    {
        var extras = TorchExtras.Current;
        using (empty(new long[] { 5, 1 << 20 }))
        {
        }

        var before = extras.Memory();
        for (var i = 0; i < 50; i++)
        {
            using var tensor = empty(new long[] { 5, 1 << 20 });
        }

        var after = extras.Memory();
        Assert.True(after.Reused >= before.Reused + 50, $"{before} -> {after}");
        Assert.True(after.Limit > MiB);
    }

    [Fact]
    public void A_freed_block_serves_tensors_of_other_sizes()
    {
        var extras = TorchExtras.Current;
        using (empty(new long[] { 64, 1 << 18 }))
        {
        }

        var before = extras.Memory();
        for (var round = 0; round < 3; round++)
        {
            using (var scope = NewDisposeScope())
            {
                for (var i = 0; i < 5; i++) { empty(new long[] { 11 + round - i, 1 << 18 }); }
            }

            using (empty(new long[] { 63, 1 << 18 }))
            {
            }
        }

        Assert.Equal(before.Fetched, extras.Memory().Fetched);
        Assert.Equal(before.Reused + 18, extras.Memory().Reused);
    }

    [Fact]
    public void What_is_kept_can_be_given_back()
    {
        var extras = TorchExtras.Current;
        using (empty(new long[] { 64, 1 << 18 }))
        {
            Assert.True(extras.Memory().Used >= 64 * MiB);
        }

        Assert.True(extras.Memory().Kept >= 64 * MiB);
        var resident = Environment.WorkingSet;
        extras.ReleaseMemory();
        Assert.True(extras.Memory().Kept < 16 * MiB, $"{extras.Memory()}");
        Assert.True(Environment.WorkingSet <= resident);
    }

    [Fact]
    public void Fetched_memory_is_resident_before_a_tensor_asks_for_it()
    {
        var extras = TorchExtras.Current;
        extras.ReleaseMemory();
        var (before, resident) = (extras.Memory(), Environment.WorkingSet);
        extras.FetchMemory(before.Used + before.Kept + (192 * MiB));
        Assert.InRange(extras.Memory().Kept - before.Kept, 184 * MiB, 200 * MiB);
        Assert.True(SpinWait.SpinUntil(() => Environment.WorkingSet > resident + (160 * MiB), TimeSpan.FromMinutes(2)), $"{Environment.WorkingSet - resident}");

        var kept = extras.Memory().Kept;
        using (empty(new long[] { 64, 1 << 18 }))
        {
            Assert.True(extras.Memory().Kept <= kept - (64 * MiB), $"{extras.Memory()}");
        }

        extras.ReleaseMemory();
        Assert.True(extras.Memory().Kept < 16 * MiB, $"{extras.Memory()}");
        Assert.True(SpinWait.SpinUntil(() => Environment.WorkingSet < resident + (96 * MiB), TimeSpan.FromMinutes(1)), $"{Environment.WorkingSet - resident}");
    }

    [Fact]
    public void Memory_is_not_fetched_where_enough_is_held()
    {
        var extras = TorchExtras.Current;
        extras.ReleaseMemory();
        using var held = empty(new long[] { 64, 1 << 18 });
        var before = extras.Memory();
        foreach (var bytes in new[] { before.Used + before.Kept - (16 * MiB), 0, -1 })
        {
            extras.FetchMemory(bytes);
            Assert.Equal(before.Kept, extras.Memory().Kept);
        }

        extras.FetchMemory(before.Used + before.Kept + (32 * MiB));
        extras.FetchMemory(before.Used + before.Kept + (32 * MiB));
        Assert.InRange(extras.Memory().Kept - before.Kept, 24 * MiB, 40 * MiB);
        extras.FetchMemory(0);
        extras.FetchMemory(long.MaxValue / 2);
        Assert.InRange(extras.Memory().Kept - before.Kept, 24 * MiB, 40 * MiB);
        extras.ReleaseMemory();
    }

    [Fact]
    public void Tensors_hold_their_values_while_memory_is_fetched_and_given_back()
    {
        var extras = TorchExtras.Current;
        for (var round = 0; round < 5; round++)
        {
            using var scope = NewDisposeScope();
            extras.ReleaseMemory();
            var before = extras.Memory();
            extras.FetchMemory(before.Used + before.Kept + (64 * MiB));
            var tensors = Enumerable.Range(1, 12).Select(i => full(new long[] { 5, 1 << 20 }, i, dtype: int8)).ToList();
            if (round % 2 == 1) { extras.ReleaseMemory(); }

            for (var i = 0; i < tensors.Count; i++)
            {
                Assert.Equal(tensors[i].numel() * (i + 1), tensors[i].to(int64).sum().item<long>());
            }
        }
    }

    [Fact]
    public void Tensors_of_any_sizes_in_any_order_share_memory_without_meeting()
    {
        var extras = TorchExtras.Current;
        var (before, random, living) = (extras.Memory(), new Random(5), new List<(Tensor Tensor, sbyte Value)>());
        for (var step = 0; step < 3000; step++)
        {
            if (living.Count == 0 || (living.Count < 30 && random.Next(2) == 0))
            {
                var value = (sbyte)(step % 100);
                living.Add((full(new[] { (long)Math.Exp(10 + (random.NextDouble() * 6)) }, value, dtype: int8), value));
            }
            else
            {
                var at = random.Next(living.Count);
                var (tensor, value) = living[at];
                Assert.Equal((value, value), (tensor.min().item<sbyte>(), tensor.max().item<sbyte>()));
                tensor.Dispose();
                living.RemoveAt(at);
            }

            if (step % 400 == 399) { extras.ReleaseMemory(); }

            if (step % 500 == 499) { extras.FetchMemory(before.Used + before.Kept + (64 * MiB)); }
        }

        living.ForEach(each => each.Tensor.Dispose());
        Assert.InRange(extras.Memory().Used, 0, before.Used + MiB);
        extras.ReleaseMemory();
        Assert.InRange(extras.Memory().Kept, 0, 16 * MiB);
    }

    [Fact]
    public void Libraries_that_libtorch_names_and_does_not_use_are_not_loaded()
    {
        using var tensor = empty(1);
        var loaded = File.ReadLines("/proc/self/maps").Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) + 1)..]).ToHashSet();
        Assert.Contains(loaded, path => Path.GetFileName(path).StartsWith("libtorch_cpu", StringComparison.Ordinal));
        Assert.DoesNotContain(loaded, path => path.Contains("/libopencv_", StringComparison.Ordinal) && path.StartsWith("usr/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_peak_follows_what_is_held()
    {
        var extras = TorchExtras.Current;
        extras.ResetPeakMemory();
        var start = extras.Memory().Peak;
        using (empty(new long[] { 32, 1 << 18 }))
        {
        }

        Assert.InRange(extras.Memory().Peak - start, 32 * MiB, 256 * MiB);
        extras.ResetPeakMemory();
        Assert.True(extras.Memory().Peak < start + (32 * MiB));
    }

    [Fact]
    public void Tensors_of_all_sizes_hold_their_values()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 60).Select(i => full(new long[] { (long)Math.Pow(1.35, i) }, i, dtype: int8)).ToList();
        for (var i = 0; i < tensors.Count; i++)
        {
            Assert.Equal(tensors[i].numel() * i, tensors[i].to(int64).sum().item<long>());
        }
    }

    [Fact]
    public void Threads_can_free_what_others_made()
    {
        var made = new System.Collections.Concurrent.BlockingCollection<Tensor>(boundedCapacity: 100);
        var before = TorchExtras.Current.Memory().Used;
        var makers = Enumerable.Range(0, 3).Select(maker => new Thread(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                made.Add(full(new long[] { 1 + (i * 37 % 40_000) }, (float)maker));
            }
        })).ToList();
        makers.ForEach(maker => maker.Start());
        for (var i = 0; i < 6000; i++)
        {
            using var tensor = made.Take();
            using var first = tensor[0];
            Assert.InRange(first.item<float>(), 0, 2);
        }

        makers.ForEach(maker => maker.Join());
        Assert.InRange(TorchExtras.Current.Memory().Used, before - (64 * MiB), before + (64 * MiB));
    }

    [Fact]
    public void More_than_there_is_is_refused_with_its_size()
    {
        var failure = Assert.Throws<TorchException>(() => empty(new long[] { 1L << 45 }));
        Assert.Contains("memory", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{4L << 45}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_steps_leave_memory_and_live_tensors_as_they_were()
    {
        manual_seed(0);
        using var network = nn.Sequential(nn.Conv2d(1, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 196, 2));
        using var optimizer = optim.AdamW(network.parameters());
        using var images = rand(new long[] { 8, 1, 16, 16 });
        using var labels = zeros(new long[] { 8 }, int64);
        Steps(20);
        var (live, used, resident) = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, TorchExtras.Current.Memory().Used, Environment.WorkingSet);
        Steps(980);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.InRange(TorchExtras.Current.Memory().Used, 0, used + MiB);
        Assert.InRange(Environment.WorkingSet, 0, resident + (48 * MiB));

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                nn.functional.cross_entropy(network.call(images), labels).backward();
                optimizer.step();
            }
        }
    }

    [Fact]
    public void A_leak_names_the_line_that_made_the_tensor()
    {
        var extras = TorchExtras.Current;
        extras.RecordTensorSites(true);
        try
        {
            using var leaked = Leak();
            using (ones(2))
            {
            }

            var sites = extras.TensorSites().Where(site => site.Site.Contains(nameof(TensorMemory), StringComparison.Ordinal)).ToList();
            var site = Assert.Single(sites, site => site.Site.Contains(nameof(Leak), StringComparison.Ordinal));
            Assert.Equal(1, site.Live);
        }
        finally
        {
            extras.RecordTensorSites(false);
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static Tensor Leak() => ones(3);
}
