"""The rules that make the tables of gis_data/kumamoto/; run by gis_data/build_kumamoto.py."""
