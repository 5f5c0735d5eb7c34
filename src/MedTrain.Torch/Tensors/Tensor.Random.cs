using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Random numbers, and new tensors like this one.</content>
    public partial class Tensor
    {
        /// <summary>0 or 1, 1 with the probability that the element says.</summary>
        public Tensor bernoulli(Generator? generator = null) => Aten.Call("bernoulli", this, generator);

        /// <summary>Filled with 0 and 1. In place.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Aten.InPlace("bernoulli_.float", this, p, generator);

        /// <summary>Filled with 0 and 1. In place.</summary>
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Aten.InPlace("bernoulli_.Tensor", this, p, generator);

        /// <summary>Indices drawn with the weights of the last dimension.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Aten.Call("multinomial", this, num_samples, replacement, generator);

        /// <summary>Poisson numbers with the element as rate.</summary>
        public Tensor poisson(Generator? generator = null) => Aten.Call("poisson", this, generator);

        /// <summary>Filled with normal numbers. In place.</summary>
        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            Aten.InPlace("normal_", this, mean, std, generator);

        /// <summary>Filled with e to normal numbers. In place.</summary>
        public Tensor log_normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            Aten.InPlace("log_normal_", this, mean, std, generator);

        /// <summary>Filled with numbers from [from, to). In place.</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) => Aten.InPlace("uniform_", this, from, to, generator);

        /// <summary>Filled with whole numbers from [from, to). In place.</summary>
        public Tensor random_(double from, double to, Generator? generator = null) =>
            Aten.InPlace("random_.from", this, (long)from, (long)to, generator);

        /// <summary>Filled with exponential numbers. In place.</summary>
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) =>
            Aten.InPlace("exponential_", this, lambda, generator);

        /// <summary>Filled with Cauchy numbers. In place.</summary>
        public Tensor cauchy_(double median = 0.0, double sigma = 1.0, Generator? generator = null) =>
            Aten.InPlace("cauchy_", this, median, sigma, generator);

        /// <summary>Filled with geometric numbers. In place.</summary>
        public Tensor geometric_(double p, Generator? generator = null) => Aten.InPlace("geometric_", this, p, generator);

        /// <summary>Uniform numbers from [0, 1) in this shape.</summary>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like("rand_like", dtype, device, requires_grad);

        /// <summary>Standard normal numbers in this shape.</summary>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like("randn_like", dtype, device, requires_grad);

        /// <summary>Whole numbers from [low, high) in this shape.</summary>
        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.Call("randint_like.low_dtype", this, low, high, dtype, default(Value), device).requires_grad_(requires_grad);

        /// <summary>Zeros in this shape.</summary>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like("zeros_like", dtype, device, requires_grad);

        /// <summary>Ones in this shape.</summary>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like("ones_like", dtype, device, requires_grad);

        /// <summary>Unset memory in this shape.</summary>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like("empty_like", dtype, device, requires_grad);

        /// <summary>One value in this shape.</summary>
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.Call("full_like", this, value, dtype, default(Value), device).requires_grad_(requires_grad);

        /// <summary>Zeros of this tensor's type on its device.</summary>
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            New("new_zeros", size, dtype, device, requires_grad);

        /// <summary>Unset memory of this tensor's type on its device.</summary>
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            New("new_empty", size, dtype, device, requires_grad);

        /// <summary>One value in this tensor's type on its device.</summary>
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.Call("new_full", this, size, value, dtype, default(Value), device).requires_grad_(requires_grad);

        private Tensor Like(string name, ScalarType? dtype, Device? device, bool requires_grad) =>
            Aten.Call(name, this, dtype, default(Value), device).requires_grad_(requires_grad);

        private Tensor New(string name, long[] size, ScalarType? dtype, Device? device, bool requires_grad) =>
            Aten.Call(name, this, size, dtype, default(Value), device).requires_grad_(requires_grad);
    }
}
