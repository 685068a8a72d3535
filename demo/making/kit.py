# ruff: noqa: E501, INP001, S311
"""A small joinery for Blender: materials, solids, light and camera for the still lifes."""

import math
import random

import bpy
from mathutils import Vector

FOG = {"colour": None, "distance": 1.0}


def start(seed, sky=(0.5, 0.55, 0.6), strength=0.3, fog=None, fog_distance=30.0):
    """An empty scene with an even sky."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    random.seed(seed)
    FOG.update(colour=fog, distance=fog_distance)
    world = bpy.data.worlds.new("sky")
    bpy.context.scene.world = world
    world.use_nodes = True
    background = world.node_tree.nodes["Background"]
    background.inputs[0].default_value = (*sky, 1)
    background.inputs[1].default_value = strength


def mat(colour, colour2=None, rough=0.6, scale=6, stretch=(1, 1, 1), bump=0.0, metal=0.0, glass=False, glow=0.0,
        image=None, thin=0.0, spread=0.15):  # fmt: skip
    """A surface; two colours are mixed by a noise that `stretch` can turn into wood grain."""
    material = bpy.data.materials.new("surface")
    material.use_nodes = True
    nodes, link = material.node_tree.nodes, material.node_tree.links.new
    shader = nodes["Principled BSDF"]
    put = {"Base Color": (*colour, 1), "Roughness": rough, "Metallic": metal}
    if glow:
        put |= {"Emission Color": (*colour, 1), "Emission Strength": glow}
    for name, value in put.items():
        shader.inputs[name].default_value = value
    place = nodes.new("ShaderNodeTexCoord")
    if colour2 or bump:
        size = nodes.new("ShaderNodeMapping")
        size.inputs["Scale"].default_value = [scale * axis for axis in stretch]
        noise = nodes.new("ShaderNodeTexNoise")
        noise.inputs["Detail"].default_value = 7
        link(place.outputs["Object"], size.inputs["Vector"])
        link(size.outputs[0], noise.inputs["Vector"])
        if colour2:
            ramp = nodes.new("ShaderNodeValToRGB")
            for stop, at, tint in zip(
                ramp.color_ramp.elements, (0.5 - spread, 0.5 + spread), (colour, colour2), strict=True
            ):
                stop.position, stop.color = at, (*tint, 1)
            link(noise.outputs["Fac"], ramp.inputs[0])
            link(ramp.outputs[0], shader.inputs["Base Color"])
            link(ramp.outputs[0], shader.inputs["Emission Color"])
        relief = nodes.new("ShaderNodeBump")
        relief.inputs["Strength"].default_value = bump
        relief.inputs["Distance"].default_value = 0.02
        link(noise.outputs["Fac"], relief.inputs["Height"])
        link(relief.outputs[0], shader.inputs["Normal"])
    if image:
        picture = nodes.new("ShaderNodeTexImage")
        picture.image = bpy.data.images.load(str(image))
        link(place.outputs["UV"], picture.inputs[0])
        link(picture.outputs[0], shader.inputs["Base Color"])
        link(picture.outputs[0], shader.inputs["Emission Color"])
    surface = shader.outputs[0]
    if glass:
        clear, shine, edge, blend = (
            nodes.new(f"ShaderNode{kind}")
            for kind in ("BsdfTransparent", "BsdfGlossy", "LayerWeight", "MixShader")
        )
        clear.inputs[0].default_value = (*colour, 1)
        shine.inputs["Roughness"].default_value = rough
        edge.inputs[0].default_value = 0.2
        for source, target in ((edge.outputs["Fresnel"], 0), (clear.outputs[0], 1), (shine.outputs[0], 2)):
            link(source, blend.inputs[target])
        surface = blend.outputs[0]
    if thin:
        through, blend = nodes.new("ShaderNodeBsdfTranslucent"), nodes.new("ShaderNodeMixShader")
        through.inputs[0].default_value = (*colour, 1)
        blend.inputs[0].default_value = thin
        link(surface, blend.inputs[1])
        link(through.outputs[0], blend.inputs[2])
        surface = blend.outputs[0]
    if FOG["colour"]:
        view, falloff, air, blend = (
            nodes.new(kind)
            for kind in (
                "ShaderNodeCameraData",
                "ShaderNodeMath",
                "ShaderNodeEmission",
                "ShaderNodeMixShader",
            )
        )
        power = nodes.new("ShaderNodeMath")
        falloff.operation, falloff.inputs[1].default_value = "DIVIDE", -FOG["distance"]
        power.operation, power.inputs[0].default_value = "POWER", math.e
        air.inputs[0].default_value = (*FOG["colour"], 1)
        link(view.outputs["View Distance"], falloff.inputs[0])
        link(falloff.outputs[0], power.inputs[1])
        link(power.outputs[0], blend.inputs[0])
        link(air.outputs[0], blend.inputs[1])
        link(surface, blend.inputs[2])
        surface = blend.outputs[0]
    link(surface, nodes["Material Output"].inputs[0])
    return material


def wood(dark, light, along=0, scale=3, **more):
    stretch = [9, 9, 9]
    stretch[along] = 0.6
    return mat(dark, light, scale=scale, stretch=stretch, spread=0.25, **{"rough": 0.45, "bump": 0.15} | more)


def mesh(points, faces, material, at=(0, 0, 0), turn=(0, 0, 0), smooth=False):
    shape = bpy.data.meshes.new("shape")
    shape.from_pydata(points, [], faces)
    shape.materials.append(material)
    if smooth:
        shape.shade_smooth()
    thing = bpy.data.objects.new("thing", shape)
    thing.location, thing.rotation_euler = at, turn
    bpy.context.scene.collection.objects.link(thing)
    return thing


def box(at, size, material, turn=(0, 0, 0), soft=0.004):
    x, y, z = (side / 2 for side in size)
    points = [(i * x, j * y, k * z) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    thing = mesh(points, faces, material, at, turn)
    if soft:
        bevel = thing.modifiers.new("bevel", "BEVEL")
        bevel.width, bevel.segments = soft, 3
    return thing


def sheet(shape, across, along, material, thick=0.0, at=(0, 0, 0), turn=(0, 0, 0)):
    """A surface from a function of (u, v) in 0..1: cloth, hull, water, snow."""
    points = [shape(i / across, j / along) for j in range(along + 1) for i in range(across + 1)]
    row = across + 1
    faces = [
        (j * row + i, j * row + i + 1, (j + 1) * row + i + 1, (j + 1) * row + i)
        for j in range(along)
        for i in range(across)
    ]
    thing = mesh(points, faces, material, at, turn, smooth=True)
    uv = thing.data.uv_layers.new()
    for loop in thing.data.loops:
        uv.data[loop.index].uv = (loop.vertex_index % row / across, loop.vertex_index // row / along)
    if thick:
        thing.modifiers.new("thick", "SOLIDIFY").thickness = thick
    return thing


def lathe(profile, at, material, turn=(0, 0, 0), around=40):
    """A turned solid from (radius, height) pairs."""
    last = len(profile) - 1

    def shape(u, v):
        radius, height = profile[round(v * last)]
        return radius * math.cos(u * math.tau), radius * math.sin(u * math.tau), height

    return sheet(shape, around, last, material, 0, at, turn)


def rod(points, radius, material):
    """A round bar, wire or rope along points."""
    curve = bpy.data.curves.new("rod", "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution = "3D", radius, 4
    line = curve.splines.new("POLY")
    line.points.add(len(points) - 1)
    for knot, point in zip(line.points, points, strict=True):
        knot.co = (*point, 1)
    curve.materials.append(material)
    thing = bpy.data.objects.new("rod", curve)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def scatter(count, where, size, material, upright=False):
    """Many small blades in one mesh: leaves at random angles, or grass and reeds standing up."""
    points, faces = [], []
    for index in range(count):
        centre = Vector(where())
        reach = size * random.uniform(0.5, 1.3)
        if upright:
            side = Vector((random.uniform(-1, 1), random.uniform(-1, 1), 0)).normalized() * min(
                size * 0.03, 0.011
            )
            tip = Vector((random.uniform(-0.25, 0.25), random.uniform(-0.25, 0.25), 1)) * reach
        else:
            side, tip = (
                Vector([random.gauss(0, 1) for _ in range(3)]).normalized() * reach * part
                for part in (0.5, 1)
            )
        points += [centre - side, centre + side, centre + tip + side * 0.4, centre + tip - side * 0.4]
        faces.append(range(index * 4, index * 4 + 4))
    return mesh(points, faces, material)


def lamp(kind, at, aim, energy, size=0.5, colour=(1, 1, 1), size_y=None):
    """A light; an area light is not seen by the camera itself."""
    data = bpy.data.lights.new("light", kind)
    data.energy, data.color = energy, colour
    if kind == "AREA":
        data.shape, data.size, data.size_y = "RECTANGLE", size, size_y or size
    elif kind == "SUN":
        data.angle = size
    else:
        data.shadow_soft_size = size
    if kind == "SPOT":
        data.spot_size, data.spot_blend = 0.9, 0.8
    light = bpy.data.objects.new("light", data)
    light.location = at
    light.rotation_euler = (Vector(aim) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    light.visible_camera = False
    bpy.context.scene.collection.objects.link(light)
    return light


def camera(at, aim, lens=45, stop=2.8, focus=None):
    data = bpy.data.cameras.new("camera")
    data.lens = lens
    data.dof.use_dof, data.dof.aperture_fstop = True, stop
    data.dof.focus_distance = (Vector(focus or aim) - Vector(at)).length
    thing = bpy.data.objects.new("camera", data)
    thing.location = at
    thing.rotation_euler = (Vector(aim) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def render(path, width, height, samples=20):
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.samples, cycles.use_denoising, cycles.denoiser = samples, True, "OPENIMAGEDENOISE"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 5, 2, 2
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 6
    cycles.transparent_max_bounces = 24
    scene.render.resolution_x, scene.render.resolution_y = width, height
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
