using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds the generators of all devices; returns the CPU's.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>Seeds the default generator from the system's entropy; returns the seed.</summary>
    public static long seed() => random.seed();

    /// <summary>The seed of the default generator.</summary>
    public static long initial_seed() => random.initial_seed();

    /// <summary>The state of the default generator, as bytes.</summary>
    public static Tensor get_rng_state() => random.get_rng_state();

    /// <summary>Brings the default generator back to an earlier state.</summary>
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The default generator of random numbers.</summary>
    public static class random
    {
        /// <summary>Seeds the default generator from the system's entropy; returns the seed.</summary>
        public static long seed() => Generator.Default.seed();

        /// <summary>The seed of the default generator.</summary>
        public static long initial_seed() => Generator.Default.initial_seed();

        /// <summary>Seeds the generators of all devices; returns the CPU's.</summary>
        public static Generator manual_seed(long seed)
        {
            Door.Check(Door.mt_manual_seed(unchecked((ulong)seed)), nameof(manual_seed));
            return Generator.Default;
        }

        /// <summary>The state of the default generator, as bytes.</summary>
        public static Tensor get_rng_state() => Generator.Default.get_state();

        /// <summary>Brings the default generator back to an earlier state.</summary>
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }

    /// <summary>A source of random numbers with a state of its own.</summary>
    public class Generator : IDisposable
    {
        private static Generator? cpu;
        private nint handle;

        /// <summary>A generator with a seed, on the CPU unless said otherwise.</summary>
        public Generator(ulong seed = 0, Device? device = null)
            : this(Door.mt_new_generator((device ?? CPU).Packed, seed), device ?? CPU)
        {
        }

        private Generator(nint handle, Device device)
        {
            this.handle = handle != 0 ? handle : throw new TorchException(nameof(Generator), Door.LastError);
            this.device = device;
        }

        /// <summary>Frees the native generator.</summary>
        ~Generator() => Dispose(false);

        /// <summary>The CPU's default generator.</summary>
        public static Generator Default => cpu ??= new Generator(Door.mt_default_generator(CPU.Packed), CPU);

        /// <summary>A device's default generator.</summary>
        internal static Generator DefaultOf(Device device) =>
            device.type == DeviceType.CPU ? Default : new Generator(Door.mt_default_generator(device.Packed), device);

        /// <summary>The native generator.</summary>
        /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
        public IntPtr Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

        /// <summary>Where the numbers are made.</summary>
        public Device device { get; private set; }

        /// <summary>The state, as bytes.</summary>
        public Tensor get_state()
        {
            var state = Door.mt_generator_state(Handle);
            return state != 0 ? new Tensor(state) : throw new TorchException(nameof(get_state), Door.LastError);
        }

        /// <summary>Brings the generator back to an earlier state.</summary>
        public void set_state(Tensor value)
        {
            Door.Check(Door.mt_set_generator_state(Handle, value.Handle), nameof(set_state));
            GC.KeepAlive(value);
        }

        /// <summary>Begins the sequence of a seed; returns the generator.</summary>
        public Generator manual_seed(long seed)
        {
            Door.Check(Door.mt_generator_seed(Handle, unchecked((ulong)seed)), nameof(manual_seed));
            return this;
        }

        /// <summary>Takes a seed from the system's entropy and returns it.</summary>
        public long seed() => unchecked((long)Door.mt_generator_reseed(Handle));

        /// <summary>The seed the sequence began with.</summary>
        public long initial_seed() => unchecked((long)Door.mt_generator_current_seed(Handle));

        /// <summary>Frees the native generator.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the native generator.</summary>
        protected virtual void Dispose(bool disposing)
        {
            var taken = Interlocked.Exchange(ref handle, 0);
            if (taken != 0)
            {
                Door.mt_free_generator(taken);
            }
        }
    }
}
